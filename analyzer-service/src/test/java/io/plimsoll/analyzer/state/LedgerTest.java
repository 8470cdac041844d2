package io.plimsoll.analyzer.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {

    /** Notes nothing by itself. */
    private record Notes(boolean byPod) implements Recorder<String> {

        @Override
        public String name() {
            return "notes";
        }

        @Override
        public Class<String> type() {
            return String.class;
        }

        @Override
        public void record(Change change, ClusterState state, Ledger<String> ledger) {}

        @Override
        public @Nullable String pruned(String key, String history, ClusterState state) {
            return history;
        }
    }

    /** Counts words. */
    private record Lengths() implements Recorder<List<String>> {

        @Override
        public String name() {
            return "lengths";
        }

        @Override
        @SuppressWarnings("unchecked")
        public Class<List<String>> type() {
            return (Class<List<String>>) (Class<?>) List.class;
        }

        @Override
        public boolean byPod() {
            return true;
        }

        @Override
        public int kinds() {
            return 1;
        }

        @Override
        public void count(List<String> history, int by, int[] counts) {
            counts[0] += by * history.size();
        }

        @Override
        public void record(Change change, ClusterState state, Ledger<List<String>> ledger) {}

        @Override
        public @Nullable List<String> pruned(String key, List<String> history, ClusterState state) {
            return history;
        }
    }

    @Test
    void whatItHandsOutOfPodsComesBack() {
        Ledger<String> ledger = new Ledger<>(new Notes(true));
        ledger.put("shop", "web-0", "first");
        ledger.put("", "web-0", "second");
        ledger.put("bank", "web-0", "third");
        ledger.put("bank", "web-0", null);

        Map<String, @Nullable String> handed = changed(ledger);
        Ledger<String> restored = new Ledger<>(new Notes(true));
        handed.forEach((key, history) -> {
            if (history != null) {
                restored.restore(key, history);
            }
        });

        assertThat(handed)
                .containsOnlyKeys("shop/web-0", "/web-0", "bank/web-0")
                .containsEntry("bank/web-0", null);
        assertThat(restored.of("shop", "web-0")).isEqualTo("first");
        assertThat(restored.of("", "web-0")).isEqualTo("second");
        assertThat(restored.of("bank", "web-0")).isNull();
        assertThat(changed(ledger)).isEmpty();
        assertThat(changed(restored)).isEmpty();
    }

    @Test
    void whatIsForgottenAndRememberedAgainIsHandedOutAsItIsNow() {
        Ledger<String> ledger = new Ledger<>(new Notes(true));
        ledger.put("shop", "web-0", "first");
        changed(ledger);

        ledger.put("shop", "web-0", null);
        ledger.put("shop", "web-0", "second");

        assertThat(changed(ledger)).containsExactly(Map.entry("shop/web-0", "second"));
    }

    @Test
    void whatIsChangedInPlaceIsHandedOutAndCountedAnew() {
        Ledger<List<String>> ledger = new Ledger<>(new Lengths());
        ledger.put("shop", "web-0", new ArrayList<>(List.of("one")));
        ledger.put("shop", "web-1", new ArrayList<>(List.of("one", "two")));
        ledger.takeChanged((_, _) -> {});

        assertThat(ledger.change("shop", "web-0", words -> words.add("two"))).isTrue();
        assertThat(ledger.change("shop", "web-1", _ -> false)).isTrue();
        assertThat(ledger.change("shop", "web-2", words -> words.add("two"))).isFalse();

        Map<String, @Nullable List<String>> handed = new HashMap<>();
        ledger.takeChanged(handed::put);
        assertThat(handed).containsExactly(Map.entry("shop/web-0", List.of("one", "two")));
        assertThat(ledger.count(0)).isEqualTo(4);
    }

    @Test
    void keysThatAreOneTextMayHoldAnything() {
        Ledger<String> ledger = new Ledger<>(new Notes(false));
        ledger.put("Deployment/shop/web", "first");

        Ledger<String> restored = new Ledger<>(new Notes(false));
        changed(ledger).forEach(restored::restore);

        assertThat(restored.of("Deployment/shop/web")).isEqualTo("first");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 10, 100})
    void eachEntryIsSweptOnceARound(int most) {
        Ledger<String> ledger = new Ledger<>(new Notes(true));
        for (int pod = 0; pod < 10; pod++) {
            ledger.put("team-" + pod % 3, "pod-" + pod, "kept");
        }

        List<String> swept = new ArrayList<>();
        for (int left = 10; left > 0; left -= most) {
            ledger.sweep(most, (key, history) -> {
                swept.add(key);
                return key.endsWith("-4") ? null : history;
            });
        }

        assertThat(swept).hasSize(10).doesNotHaveDuplicates();
        assertThat(ledger.size()).isEqualTo(9);
        assertThat(ledger.of("team-1", "pod-4")).isNull();
    }

    private static Map<String, @Nullable String> changed(Ledger<String> ledger) {
        Map<String, @Nullable String> changed = new HashMap<>();
        ledger.takeChanged(changed::put);
        return changed;
    }
}
