package io.plimsoll.sandbox.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.analyzer.stream.Observer;
import io.plimsoll.sandbox.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** A whole file, or standard input, through projection and analysis. */
public final class Replay {

    private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private Replay() {}

    /**
     * Replays a file, gzipped or not; {@code -} is standard input.
     *
     * @param notes is told, at the end, of what could be read and is yet hardly what was meant
     * @throws Fault naming file, line and cause where a line can't be read
     */
    public static void run(String file, InputStream standardInput, Consumer<ObjectNode> out, Consumer<String> notes) {
        analysed(file, standardInput, out, Observer.NONE).forEach(notes);
    }

    /**
     * Replays a file and tells of one alert only, at each of its changes, why it stands as it does: the terms of its rule,
     * and since when the conditions have held.
     *
     * @param alert its fingerprint or id
     * @throws Fault also where the file raises no such alert; it says which it does
     */
    public static void explain(String file, InputStream standardInput, String alert, Consumer<ObjectNode> out) {
        Explainer explainer = new Explainer(alert, out);
        analysed(file, standardInput, _ -> {}, explainer);
        if (!explainer.found()) {
            throw new Fault(file + " raises no alert " + alert + "; it raises " + explainer.others());
        }
    }

    /**
     * Replays a file through the analyzer as a process of its own, over a broker of its own, which gets SIGKILL in the middle
     * and is started again: it must tell the same. What it tells twice for that is passed on once.
     *
     * @param root of the repository, where the analyzer is built
     * @throws Fault also where the analyzer can't be started or doesn't get through
     */
    public static void killed(
            String file, InputStream standardInput, Path root, Consumer<ObjectNode> out, Consumer<String> notes) {
        List<LogEntry> log = new ArrayList<>();
        List<String> oddities = logged(file, standardInput, log::add);
        try (KilledAnalysis analysis = new KilledAnalysis(root)) {
            analysis.run(log, out);
        }
        oddities.forEach(notes);
    }

    private static List<String> analysed(
            String file, InputStream standardInput, Consumer<ObjectNode> out, Observer observer) {
        try (OfflineAnalysis analysis = new OfflineAnalysis(out, observer)) {
            return logged(file, standardInput, analysis::accept);
        }
    }

    /** The log that the file stands for; returns what is hardly meant. */
    private static List<String> logged(String file, InputStream standardInput, Consumer<LogEntry> log) {
        Oddities oddities = new Oddities();
        try (BufferedReader lines = open(file, standardInput)) {
            WatchReplay replay = new WatchReplay(log);
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String text = number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
                if (!text.isBlank()) {
                    ReplayLine read = read(file, number, text);
                    oddities.note(number, read);
                    replay.accept(read);
                }
            }
            replay.finish();
        } catch (NoSuchFileException e) {
            throw new Fault(file + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new Fault(file + ": it may not be read by this user", e);
        } catch (CharacterCodingException e) {
            throw new Fault(file + ": not UTF-8 text", e);
        } catch (IOException e) {
            throw new Fault(file + ": " + e.getMessage(), e);
        }
        return oddities.said().stream().map(said -> file + ": " + said).toList();
    }

    private static ReplayLine read(String file, int number, String line) {
        try {
            return LineReader.read(line);
        } catch (IllegalArgumentException e) {
            throw new Fault(file + ":" + number + ": " + e.getMessage(), e);
        }
    }

    private static BufferedReader open(String file, InputStream standardInput) throws IOException {
        if (!file.equals("-") && Files.isDirectory(Path.of(file))) {
            throw new IOException("a directory, not a file");
        }
        PushbackInputStream bytes = new PushbackInputStream(
                file.equals("-") ? standardInput : Files.newInputStream(Path.of(file)), GZIP_MAGIC.length);
        byte[] first = bytes.readNBytes(GZIP_MAGIC.length);
        bytes.unread(first);
        InputStream text = Arrays.equals(first, GZIP_MAGIC) ? new GZIPInputStream(bytes) : bytes;
        return new BufferedReader(new InputStreamReader(text, UTF_8.newDecoder()));
    }
}
