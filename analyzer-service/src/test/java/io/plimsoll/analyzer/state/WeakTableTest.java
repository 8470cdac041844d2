package io.plimsoll.analyzer.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeakTableTest {

    @Test
    void whatSomebodyHoldsIsFoundAsTheVeryObjectThatCameFirst() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            WeakTable table = new WeakTable();
            Map<String, String> first = new HashMap<>();

            for (int i = 0; i < 5_000; i++) {
                String value = "value-" + random.nextInt(3_000);
                Object known = table.get(value);
                assertThat(known).as("seed %d", seed).isSameAs(first.get(value));
                if (known == null) {
                    table.add(value);
                    first.put(value, value);
                }
            }

            assertThat(table.taken()).as("seed %d", seed).isEqualTo(first.size());
        }
    }

    @Test
    void valuesOfOneHashCodeAreToldApart() {
        WeakTable table = new WeakTable();
        String first = "AaAa";
        String second = "BBBB";
        table.add(first);
        table.add(second);

        assertThat(table.get("AaAa")).isSameAs(first);
        assertThat(table.get("BBBB")).isSameAs(second);
        assertThat(table.get("AaBB")).isNull();
    }
}
