package io.plimsoll.analyzer.detect.quorum;

import io.plimsoll.model.Copies;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What befell the members of one StatefulSet lately.
 *
 * @param departures members that began to go and have no ready successor yet, at most one a name
 * @param twins members that were replaced without having been seen to end
 * @param rebindings claims that let go of their volume
 */
public record MemberPast(List<Departure> departures, List<Twin> twins, List<Rebinding> rebindings) {

    /** A member began to go. */
    public record Departure(String pod, @Nullable String uid, Instant at) {}

    /**
     * A member of that name is known while its forerunner may still run.
     *
     * @param nodeName of the forerunner
     * @param presumed nobody saw the forerunner go: it is known by another's bearing its name, which must come at once
     */
    public record Twin(
            String pod,
            @Nullable String oldUid,
            @Nullable String newUid,
            @Nullable String nodeName,
            Instant at,
            boolean presumed) {

        /** Whether it only waits for whoever bears the name next. */
        boolean open() {
            return presumed && newUid == null;
        }
    }

    /** A claim of the set let go of the volume it was bound to. */
    public record Rebinding(String claim, String volume, Instant at) {}

    static final MemberPast NONE = new MemberPast(List.of(), List.of(), List.of());

    private static final int MOST = 50;

    public MemberPast {
        departures = Copies.list(departures);
        twins = Copies.list(twins);
        rebindings = Copies.list(rebindings);
    }

    MemberPast departed(Departure departure) {
        boolean known = departures.stream()
                .anyMatch(other -> other.pod().equals(departure.pod()) && Objects.equals(other.uid(), departure.uid()));
        return known ? this : new MemberPast(with(back(departure.pod()).departures(), departure), twins, rebindings);
    }

    MemberPast back(String pod) {
        return new MemberPast(
                departures.stream().filter(other -> !other.pod().equals(pod)).toList(), twins, rebindings);
    }

    MemberPast twinned(Twin twin) {
        return new MemberPast(departures, with(twins, twin), rebindings);
    }

    /** Another of that name has come: at once and by a watch it is a twin; otherwise the forerunner may have ended well. */
    MemberPast succeeded(String pod, @Nullable String uid, Instant at, boolean watched) {
        if (twins.stream().noneMatch(twin -> twin.open() && twin.pod().equals(pod))) {
            return this;
        }
        List<Twin> settled = twins.stream()
                .filter(twin -> !(twin.open() && twin.pod().equals(pod))
                        || (watched && twin.at().equals(at)))
                .map(twin -> twin.open() && twin.pod().equals(pod)
                        ? new Twin(pod, twin.oldUid(), uid, twin.nodeName(), at, true)
                        : twin)
                .toList();
        return new MemberPast(departures, settled, rebindings);
    }

    MemberPast rebound(Rebinding rebinding) {
        return new MemberPast(departures, twins, with(rebindings, rebinding));
    }

    MemberPast after(Instant oldest) {
        return new MemberPast(
                departures.stream().filter(one -> one.at().isAfter(oldest)).toList(),
                twins.stream().filter(one -> one.at().isAfter(oldest)).toList(),
                rebindings.stream().filter(one -> one.at().isAfter(oldest)).toList());
    }

    private static <T> List<T> with(List<T> list, T another) {
        return Stream.concat(list.stream().skip(Math.max(0, list.size() - MOST + 1)), Stream.of(another))
                .toList();
    }
}
