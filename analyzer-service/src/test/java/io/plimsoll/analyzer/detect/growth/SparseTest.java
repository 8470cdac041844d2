package io.plimsoll.analyzer.detect.growth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SparseTest {

    @Test
    void cellsAreReadBackAlikeAndEmptyOnesTakeABit() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            short[] cells = new short[random.nextInt(130)];
            int held = 0;
            int most = random.nextInt(0, 3);
            for (int i = 0; i < cells.length; i++) {
                cells[i] = random.nextInt(2) < most ? (short) random.nextInt() : 0;
                held += cells[i] == 0 ? 0 : 1;
            }

            ByteArrayOutputStream written = new ByteArrayOutputStream();
            Sparse.write(cells, new DataOutputStream(written));
            short[] read =
                    Sparse.read(new DataInputStream(new ByteArrayInputStream(written.toByteArray())), cells.length);

            assertThat(read).as("seed %d", seed).isEqualTo(cells);
            assertThat(written.size()).as("seed %d", seed).isEqualTo((cells.length + 7) / 8 + 2 * held);
        }
    }
}
