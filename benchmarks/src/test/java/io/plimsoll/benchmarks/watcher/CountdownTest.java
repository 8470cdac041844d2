package io.plimsoll.benchmarks.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CountdownTest {

    @Test
    void runsOnceAtTheLastOfThoseCounted() {
        Countdown countdown = new Countdown();
        AtomicInteger ran = new AtomicInteger();
        countdown.count();
        countdown.set(2, ran::incrementAndGet);

        countdown.count();
        assertThat(ran).hasValue(0);
        countdown.count();
        countdown.count();

        assertThat(ran).hasValue(1);
    }
}
