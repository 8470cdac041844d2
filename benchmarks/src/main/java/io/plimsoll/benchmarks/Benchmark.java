package io.plimsoll.benchmarks;

/** One comparison of ours with its limit. */
public interface Benchmark {

    /**
     * Measures, and puts only what was measured into the report.
     *
     * @throws Exception when it couldn't be measured, or ours did wrong; the message says which, in one line
     */
    void run(Report report) throws Exception;
}
