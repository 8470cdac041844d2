package io.plimsoll.actuator.cluster;

/** Nobody's: what acts by it sends nothing at all. In dry run, whatever was begun before it. */
public record NoOffice() implements Office {

    @Override
    public boolean leads() {
        return false;
    }

    @Override
    public long epoch() {
        return -1;
    }

    @Override
    public String problem() {
        return "in dry run nothing is written to the cluster";
    }

    @Override
    public void abandon() {}

    @Override
    public void close() {}
}
