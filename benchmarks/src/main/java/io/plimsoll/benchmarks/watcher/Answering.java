package io.plimsoll.benchmarks.watcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The other end of {@link Child}: a line in, a line out, until there are no more. */
final class Answering {

    /** Held, so that the level set on it isn't lost with it. */
    private static final Logger ROOT_LOGGER = Logger.getLogger("");

    private Answering() {}

    /** Makes an answer of the words of a line. */
    interface Answerer {
        String answer(String[] words) throws Exception;
    }

    /** Answers until the asking process ends; whatever else is printed goes to the error stream. */
    static void serve(Answerer answerer) throws IOException {
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        System.setOut(System.err);
        ROOT_LOGGER.setLevel(Level.SEVERE);
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        String line;
        while ((line = questions.readLine()) != null) {
            try {
                out.println(answerer.answer(line.split(" ")));
            } catch (Exception e) {
                e.printStackTrace();
                out.println("failed: " + e);
            }
        }
    }
}
