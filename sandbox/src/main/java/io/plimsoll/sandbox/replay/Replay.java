package io.plimsoll.sandbox.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.analyzer.stream.Observer;
import io.plimsoll.sandbox.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A whole file, or standard input, through projection and analysis. */
public final class Replay {

    private Replay() {}

    /**
     * Replays a file; {@code -} is standard input.
     *
     * @throws Fault naming file, line and cause where a line can't be read
     */
    public static void run(String file, InputStream standardInput, Consumer<ObjectNode> out) {
        run(file, standardInput, out, Observer.NONE);
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
        run(file, standardInput, _ -> {}, explainer);
        if (!explainer.found()) {
            throw new Fault(file + " raises no alert " + alert + "; it raises " + explainer.others());
        }
    }

    private static void run(String file, InputStream standardInput, Consumer<ObjectNode> out, Observer observer) {
        try (BufferedReader lines = open(file, standardInput);
                OfflineAnalysis analysis = new OfflineAnalysis(out, observer)) {
            WatchReplay replay = new WatchReplay(analysis::accept);
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    replay.accept(read(file, number, line));
                }
            }
            replay.finish();
        } catch (NoSuchFileException e) {
            throw new Fault(file + ": there is no such file", e);
        } catch (CharacterCodingException e) {
            throw new Fault(file + ": not UTF-8 text", e);
        } catch (IOException e) {
            throw new Fault(file + ": " + e.getMessage(), e);
        }
    }

    private static ReplayLine read(String file, int number, String line) {
        try {
            return LineReader.read(line);
        } catch (IllegalArgumentException e) {
            throw new Fault(file + ":" + number + ": " + e.getMessage(), e);
        }
    }

    private static BufferedReader open(String file, InputStream standardInput) throws IOException {
        if (file.equals("-")) {
            Reader reader = new InputStreamReader(standardInput, UTF_8.newDecoder());
            return new BufferedReader(reader);
        }
        if (Files.isDirectory(Path.of(file))) {
            throw new IOException("a directory, not a file");
        }
        return Files.newBufferedReader(Path.of(file), UTF_8);
    }
}
