package io.plimsoll.analyzer.detect.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuorumTest {

    @ParameterizedTest
    @CsvSource({
        "3,3,false,false", "3,2,true,false", "3,1,true,true",
        "4,4,false,false", "4,3,true,false", "4,2,true,true",
        "5,4,false,false", "5,3,true,false", "5,2,true,true",
        "7,5,false,false", "7,4,true,false", "7,3,true,true"
    })
    void riskIsOneLossFromLosingTheMajority(int replicas, int ready, boolean risk, boolean lost) {
        var quorum = new Quorum(replicas);

        assertThat(quorum.atRiskWith(ready)).isEqualTo(risk);
        assertThat(quorum.lostWith(ready)).isEqualTo(lost);
    }

    @Test
    void anOddMemberAddsToleranceAnEvenOneDoesNot() {
        assertThat(List.of(3, 4, 5, 6, 7).stream().map(n -> new Quorum(n).tolerance()))
                .containsExactly(1, 1, 2, 2, 3);
    }

    @Test
    void ordinalsAreReadFromPodNames() {
        assertThat(Ordinal.of("db", "db-12")).isEqualTo(OptionalInt.of(12));
        assertThat(Ordinal.of("db", "db-x")).isEmpty();
        assertThat(Ordinal.of("db", "db-01")).isEmpty();
        assertThat(Ordinal.of("db", "dbx-1")).isEmpty();
    }

    @Test
    void aGapIsAMissingOrdinalBelowAPresentOne() {
        assertThat(Ordinal.gaps(List.of(0, 2, 4), 5)).containsExactly(1, 3);
        assertThat(Ordinal.gaps(List.of(1, 2), 3)).containsExactly(0);
        assertThat(Ordinal.gaps(List.of(5, 6), 2)).isEmpty();
        assertThat(Ordinal.gaps(List.of(), 3)).isEmpty();
    }
}
