package io.plimsoll.sandbox.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
        try (BufferedReader lines = open(file, standardInput);
                OfflineAnalysis analysis = new OfflineAnalysis(out)) {
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
