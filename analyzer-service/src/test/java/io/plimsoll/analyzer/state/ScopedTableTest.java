package io.plimsoll.analyzer.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScopedTableTest {

    @Test
    void itHoldsWhatAMapOfPairsHoldsWhateverIsPutAndTaken() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            ScopedTable<Integer> table = new ScopedTable<>();
            Map<String, Integer> map = new HashMap<>();

            for (int i = 0; i < 2_000; i++) {
                String scope = "team-" + random.nextInt(4);
                String name = "app-" + random.nextInt(i < 1_000 ? 100 : 10);
                if (random.nextInt(3) == 0) {
                    assertThat(table.remove(scope, name)).as("seed %d", seed).isEqualTo(map.remove(scope + "/" + name));
                } else {
                    assertThat(table.put(scope, name, i)).as("seed %d", seed).isEqualTo(map.put(scope + "/" + name, i));
                }
                assertThat(table.get(scope, name)).as("seed %d", seed).isEqualTo(map.get(scope + "/" + name));
            }

            Map<String, Integer> held = new HashMap<>();
            for (String scope : table.scopes()) {
                table.names(scope).forEach(name -> held.put(scope + "/" + name, table.get(scope, name)));
            }
            assertThat(held).as("seed %d", seed).isEqualTo(map);
            assertThat(table.size()).as("seed %d", seed).isEqualTo(map.size());
        }
    }

    @Test
    void aScopeEndsWithItsLastValue() {
        ScopedTable<Integer> table = new ScopedTable<>();
        table.put("shop", "web", 1);
        table.put("bank", "web", 2);

        table.remove("shop", "web");

        assertThat(table.scopes()).containsExactly("bank");
        assertThat(table.in("shop")).isEmpty();
        assertThat(table.names("bank")).containsExactly("web");
    }
}
