package io.plimsoll.actuator.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvictionRateTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    /** One that is asked for reaches the server at some time before its answer. */
    private record Call(String pod, Instant reaches, Instant answered) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void serverNeverSeesMoreThanFiveInASecondHoweverLateTheyReachIt(long seed) {
        var random = new Random(seed);
        var rate = new EvictionRate(5);
        List<Instant> seen = new ArrayList<>();
        Map<String, Call> underWay = new HashMap<>();
        Instant now = NOW;
        for (int step = 0; step < 5_000; step++) {
            now = now.plusMillis(random.nextInt(step % 500 < 250 ? 20 : 400));
            Instant present = now;
            List.copyOf(underWay.values()).stream()
                    .filter(call -> !call.answered().isAfter(present))
                    .sorted(Comparator.comparing(Call::answered))
                    .forEach(call -> {
                        rate.answered(call.pod(), present);
                        underWay.remove(call.pod());
                    });
            int wanted = random.nextInt(8);
            for (int i = Math.min(wanted, rate.allowed(now)); i > 0; i--) {
                String pod = "pod-" + step + "-" + i;
                Instant reaches = now.plusMillis(random.nextInt(random.nextInt(10) == 0 ? 2_000 : 50));
                underWay.put(pod, new Call(pod, reaches, reaches.plusMillis(random.nextInt(50))));
                rate.asked(pod, now);
                seen.add(reaches);
            }
        }

        seen.sort(Comparator.naturalOrder());
        assertThat(seen).hasSizeGreaterThan(1_000);
        for (int i = 5; i < seen.size(); i++) {
            assertThat(Duration.between(seen.get(i - 5), seen.get(i)))
                    .as("seed %d, from %s", seed, seen.get(i - 5))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void fiveMayGoAtOnceAndTheNextASecondAfterTheFirstAnswer() {
        var rate = new EvictionRate(5);
        for (int i = 0; i < 5; i++) {
            rate.asked("p" + i, NOW);
        }

        assertThat(rate.allowed(NOW.plusMillis(1_500))).as("none is answered").isZero();
        rate.answered("p0", NOW.plusMillis(1_600));
        rate.answered("p0", NOW.plusMillis(1_700));
        rate.answered("somebody's", NOW.plusMillis(1_700));

        assertThat(rate.next(NOW.plusMillis(1_700))).isEqualTo(NOW.plusMillis(2_600));
        assertThat(rate.allowed(NOW.plusMillis(2_599))).isZero();
        assertThat(rate.allowed(NOW.plusMillis(2_600))).isOne();
    }

    @Test
    void oneThatIsNeverAnsweredHoldsTheOthersBackForFiveSeconds() {
        var rate = new EvictionRate(1);
        rate.asked("hangs", NOW);

        assertThat(rate.allowed(NOW.plusMillis(4_999))).isZero();
        assertThat(rate.next(NOW.plusMillis(4_999))).isAfter(NOW.plusMillis(4_999));
        assertThat(rate.allowed(NOW.plusSeconds(5))).isOne();
    }

    @Test
    void nothingIsAskedBeforeTheServerWantsToBeAskedAgain() {
        var rate = new EvictionRate(5);

        rate.slowDown(NOW.plusSeconds(30));
        rate.slowDown(NOW.plusSeconds(10));

        assertThat(rate.allowed(NOW.plusSeconds(29))).isZero();
        assertThat(rate.next(NOW)).isEqualTo(NOW.plusSeconds(30));
        assertThat(rate.allowed(NOW.plusSeconds(30))).isEqualTo(5);
    }
}
