package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.model.alert.SuggestedAction;
import java.util.List;

/** What findings about a misconfigured budget have in common. */
final class BudgetFault {

    private BudgetFault() {}

    static Finding.Builder of(BudgetScene scene, String subtype, Level level) {
        return Finding.about(scene.ref())
                .subtype(subtype)
                .levels(level)
                .measured("pdbs", List.of(scene.tracked().name()))
                .suggest(SuggestedAction.FIX_PDB)
                .evidence(BudgetNumbers.evidence(scene));
    }
}
