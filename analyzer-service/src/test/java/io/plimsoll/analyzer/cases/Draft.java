package io.plimsoll.analyzer.cases;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.FactBody;
import java.time.Instant;

/** An object in the making: what a script feeds as a fact. Changing it and feeding it again is an update. */
public abstract class Draft<D extends Draft<D>> {

    final String kind;
    final String namespace;
    final String name;
    String uid;
    Instant createdAt = Script.T0.minusSeconds(9 * 86_400);

    Draft(String kind, String namespace, String name) {
        this.kind = kind;
        this.namespace = namespace;
        this.name = name;
        this.uid = kind + "-" + name + "-1";
    }

    abstract FactBody body();

    @SuppressWarnings("unchecked")
    D self() {
        return (D) this;
    }

    public D uid(String uid) {
        this.uid = uid;
        return self();
    }

    /** Minutes from the script's start; 9 days before it by default. */
    public D createdAt(double minute) {
        this.createdAt = Script.instant(minute);
        return self();
    }

    public ObjectRef ref() {
        return new ObjectRef(kind, namespace, name, uid);
    }
}
