package io.plimsoll.analyzer.detect.growth;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One container's memory over its present run, folded sample by sample, and what is remembered of earlier runs.
 *
 * <p>Not a value: samples are folded in place, for the sake of speed. Samples that are not newer than the last are dropped,
 * for the metrics server hands the same one to fast pollers, and those of the first quarter of an hour tell only how it
 * warms up. Growth is judged when a ten-minute bucket closes, so every ten minutes. Bounded: 45 minutes, six hours and two
 * days of floors, and three earlier runs.
 */
public final class ContainerMemory {

    /** Evaluations in a row after which growth is established: four, ten minutes apart, span half an hour. */
    static final int ESTABLISHED = 4;

    private static final int LEAST_BUCKETS = 12;
    private static final double COVERAGE = 0.7;
    private static final int DAY = 24;
    private static final int RUNS_KEPT = 3;

    private final String name;
    /** What tells this run from the next, within one pod: the container's restart count. */
    private final int restarts;
    /** Of this run, epoch seconds. */
    private final long startedAt;

    private final Floors floors;
    private final List<Incarnation> earlier;
    private EarlyLife early;
    private @Nullable GrowthVerdict verdict;
    private @Nullable GrowthVerdict overDays;
    /** How many evaluations in a row found growth, up to four. */
    private int held;

    private ContainerMemory(
            String name, int restarts, long startedAt, Floors floors, EarlyLife early, List<Incarnation> earlier) {
        this.name = name;
        this.restarts = restarts;
        this.startedAt = startedAt;
        this.floors = floors;
        this.early = early;
        this.earlier = List.copyOf(earlier);
    }

    public static ContainerMemory begun(String name, int restarts, long startedAt) {
        return begun(name, restarts, startedAt, List.of());
    }

    private static ContainerMemory begun(String name, int restarts, long startedAt, List<Incarnation> earlier) {
        return new ContainerMemory(name, restarts, startedAt, Floors.empty(), EarlyLife.empty(), earlier);
    }

    /** Of the container. */
    public String name() {
        return name;
    }

    /** What tells this run from the next, within one pod: the container's restart count. */
    public int restarts() {
        return restarts;
    }

    /**
     * The latest evaluation over six hours, {@link GrowthVerdict#STEADY} where it found nothing; null before there is
     * enough history.
     */
    public @Nullable GrowthVerdict verdict() {
        return verdict;
    }

    /** The latest over a day or two; null where that shows no growth, or there is no day of it yet. */
    public @Nullable GrowthVerdict overDays() {
        return overDays;
    }

    /** What is remembered of the runs before this one, the oldest first. */
    public List<Incarnation> earlier() {
        return earlier;
    }

    /** Time of the newest sample, epoch seconds; before the first, the second before the start. */
    public long lastAt() {
        return startedAt + floors.second();
    }

    /**
     * Takes one sample more; false where it says nothing new.
     *
     * @param at the sample's own time in epoch seconds
     */
    public boolean take(long at, long bytes, GrowthTest test) {
        if (at <= lastAt() || bytes <= 0) {
            return false;
        }
        long age = at - startedAt;
        if (floors.tenMinutesEndBefore(age)) {
            judge(age, test);
        }
        floors.take(age, bytes);
        if (age < EarlyLife.END) {
            early = early.plus(age, bytes);
        }
        return true;
    }

    /** The run that began now: what this one showed is put by, and samples count from the new one's start. */
    public ContainerMemory restarted(int newRestarts, long newStart, boolean oomKilled, GrowthTest test) {
        List<Incarnation> runs = new ArrayList<>(earlier);
        runs.add(ended(oomKilled, test));
        return begun(name, newRestarts, newStart, runs.subList(Math.max(0, runs.size() - RUNS_KEPT), runs.size()));
    }

    private Incarnation ended(boolean oomKilled, GrowthTest test) {
        Series slow = floors.tens(0);
        Series last = slow.size() >= 4 ? slow : floors.minutes();
        GrowthVerdict found = last.size() >= 4 ? test.judge(last) : null;
        double slope = found == null ? 0 : found.bytesPerHour();
        return new Incarnation(lastAt(), oomKilled, slope, found != null && !found.grows(), early);
    }

    private void judge(long age, GrowthTest test) {
        int next = (int) (age / Floors.TEN_MINUTES);
        Series window = floors.tens(next - Floors.WINDOW);
        int expected = Math.min(Floors.WINDOW, next - Floors.START_UP / Floors.TEN_MINUTES);
        overDays = overDays(test);
        if (window.size() < LEAST_BUCKETS || window.size() < COVERAGE * expected) {
            verdict = null;
            held = 0;
            return;
        }
        GrowthVerdict found = test.judge(window);
        boolean holds = held >= ESTABLISHED ? found.stillGrows() : found.grows();
        verdict = holds ? found : GrowthVerdict.STEADY;
        held = holds ? Math.min(held + 1, ESTABLISHED) : 0;
    }

    private @Nullable GrowthVerdict overDays(GrowthTest test) {
        Series days = floors.hours();
        if (days.span() < (DAY - 1) * (double) Floors.HOUR || days.size() < COVERAGE * DAY) {
            return null;
        }
        GrowthVerdict found = test.judge(days);
        return found.grows() && roseSinceYesterday(days) ? found : null;
    }

    /**
     * Whether the last hour lies above the same hour of the day before by at least half of what the slope says: a daily
     * wave, at whatever phase the run began, comes back to where it was.
     */
    private static boolean roseSinceYesterday(Series days) {
        int n = days.size();
        int before = Math.max(0, n - 1 - DAY);
        double risen = days.value(n - 1) - days.value(before);
        return risen >= 0.5 * days.slope() * Floors.HOUR * (n - 1 - before);
    }

    /** What the latest evaluation came to. */
    public enum Status {
        /** There aren't enough floors yet, or no more, to evaluate any. */
        INSUFFICIENT(0),
        STEADY(1),
        GROWING(2);

        private final int kind;

        Status(int kind) {
            this.kind = kind;
        }

        /** Counted under this. */
        public int kind() {
            return kind;
        }
    }

    public Status status() {
        return verdict == null ? Status.INSUFFICIENT : growing() ? Status.GROWING : Status.STEADY;
    }

    /** Whether the latest evaluation held; once established, by the weaker terms. */
    public boolean growing() {
        return held > 0;
    }

    /** Whether growth has held for four evaluations in a row. */
    public boolean established() {
        return held >= ESTABLISHED;
    }

    /** When a day of this run will have been seen, epoch seconds: before that growth over days isn't believed. */
    public long dayComplete() {
        Series days = floors.hours();
        long first = days.size() == 0 ? 0 : (long) days.second(0) / Floors.HOUR;
        return startedAt + (first + DAY) * Floors.HOUR;
    }

    /** The least of the last minutes, bytes; 0 before there is a sample. */
    public double floor() {
        return floors.current();
    }

    /** Whether it rose in the last minutes by half of what a projection asks for: cheap to tell. */
    public boolean risesFast() {
        Series minutes = lastMinutes();
        return minutes.size() >= 2 && minutes.last() - minutes.first() >= Math.max(8 << 20, 0.05 * minutes.first());
    }

    Series lastMinutes() {
        return floors.minutes();
    }

    /** Whether the two latest runs that were OOM-killed had grown alike. */
    public boolean killedAlike() {
        if (earlier.size() < 2) {
            return false;
        }
        List<Incarnation> killed =
                earlier.stream().filter(Incarnation::oomKilled).toList();
        int n = killed.size();
        return n >= 2 && killed.get(n - 1).growsLike(killed.get(n - 2));
    }

    /** Whether the run before this one was OOM-killed. */
    public boolean lastRunKilled() {
        return !earlier.isEmpty() && earlier.getLast().oomKilled();
    }

    /** Whether an earlier run had reached this level at this age and then levelled off. */
    public boolean knownWarmUp() {
        double level = floor();
        return earlier.stream().anyMatch(before -> before.warmedUpLike(floors.second(), level));
    }

    public void write(DataOutput out) throws IOException {
        out.writeUTF(name);
        out.writeInt(restarts);
        out.writeLong(startedAt);
        floors.write(out);
        early.write(out);
        GrowthVerdict.write(verdict, out);
        GrowthVerdict.write(overDays, out);
        out.writeByte(held);
        out.writeByte(earlier.size());
        for (Incarnation before : earlier) {
            before.write(out);
        }
    }

    public static ContainerMemory read(DataInput in) throws IOException {
        String name = in.readUTF();
        int restarts = in.readInt();
        long startedAt = in.readLong();
        Floors floors = Floors.read(in);
        EarlyLife early = EarlyLife.read(in);
        GrowthVerdict verdict = GrowthVerdict.read(in);
        GrowthVerdict overDays = GrowthVerdict.read(in);
        int held = in.readByte();
        var memory = new ContainerMemory(name, restarts, startedAt, floors, early, incarnations(in));
        memory.verdict = verdict;
        memory.overDays = overDays;
        memory.held = held;
        return memory;
    }

    private static List<Incarnation> incarnations(DataInput in) throws IOException {
        List<Incarnation> runs = new ArrayList<>();
        for (int left = in.readByte(); left > 0; left--) {
            runs.add(Incarnation.read(in));
        }
        return runs;
    }
}
