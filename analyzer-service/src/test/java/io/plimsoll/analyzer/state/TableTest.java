package io.plimsoll.analyzer.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void itHoldsWhatAMapHoldsWhateverIsPutAndTaken() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Table<Integer> table = new Table<>();
            Map<String, Integer> map = new HashMap<>();

            for (int i = 0; i < 2_000; i++) {
                String key = "team-" + random.nextInt(3) + "/app-" + random.nextInt(i < 1_000 ? 400 : 40);
                if (random.nextInt(3) == 0) {
                    assertThat(table.remove(key)).as("seed %d", seed).isEqualTo(map.remove(key));
                } else {
                    assertThat(table.put(key, i)).as("seed %d", seed).isEqualTo(map.put(key, i));
                }
            }

            Map<String, Integer> held = new HashMap<>();
            table.forEach(held::put);
            assertThat(held).as("seed %d", seed).isEqualTo(map);
            assertThat(table.size()).as("seed %d", seed).isEqualTo(map.size());
            map.forEach((key, value) -> assertThat(table.get(key)).isEqualTo(value));
        }
    }

    @Test
    void marksStayWithTheirEntriesWhateverIsPutAndTaken() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Table<String> table = new Table<>();
            Set<String> marked = new TreeSet<>();

            for (int i = 0; i < 2_000; i++) {
                String key = "app-" + random.nextInt(i < 1_000 ? 400 : 40);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        table.remove(key);
                        marked.remove(key);
                    }
                    case 1 -> {
                        table.put(key, key);
                        table.mark(key);
                        marked.add(key);
                    }
                    case 2 -> {
                        if (random.nextInt(200) == 0) {
                            assertThat(taken(table)).as("seed %d", seed).isEqualTo(marked);
                            marked.clear();
                        }
                    }
                    default -> table.put(key, key);
                }
            }

            assertThat(taken(table)).as("seed %d", seed).isEqualTo(marked);
            assertThat(taken(table)).as("seed %d", seed).isEmpty();
        }
    }

    private static Set<String> taken(Table<String> table) {
        Set<String> taken = new TreeSet<>();
        table.takeMarked((key, value) -> {
            assertThat(value).isEqualTo(key);
            taken.add(key);
        });
        return taken;
    }

    @Test
    void keysOfOneHashCodeAreToldApart() {
        Table<String> table = new Table<>();
        table.put("AaAa", "first");
        table.put("BBBB", "second");

        assertThat(table.remove("AaAa")).isEqualTo("first");

        assertThat(table.get("BBBB")).isEqualTo("second");
        assertThat(table.get("AaBB")).isNull();
    }
}
