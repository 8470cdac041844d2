package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.ledger.Campaign;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.NodeWork;
import io.plimsoll.actuator.node.Ending;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.actuator.node.NodeSignal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What one request says to the nodes of another. */
final class Orders {

    private final Ledger ledger;

    Orders(Ledger ledger) {
        this.ledger = ledger;
    }

    static boolean completable(NodeWork work) {
        return work.life() instanceof NodeLife.Held || work.life() instanceof NodeLife.AwaitingReboot;
    }

    /** Whether what is asked for is only pretended, while what it is asked of was begun in earnest. */
    static boolean onlyPretends(Campaign asking, boolean begunInDryRun) {
        return Boolean.TRUE.equals(asking.source().dryRun()) && !begunInDryRun;
    }

    /** Tells each held node that its work is done; nodes that are through leave the order with a result. */
    List<Starter.NodeOrder> complete(Campaign campaign) {
        List<Starter.NodeOrder> orders = new ArrayList<>();
        Campaign current = campaign;
        for (String node : campaign.pending()) {
            NodeWork work = ledger.node(node);
            if (work == null
                    || takenUpSince(work, campaign)
                    || onlyPretends(campaign, work.life().task().dryRun())) {
                current = current.plus(node, new Campaign.Result("Released", Ending.Kind.DONE, List.of(), null));
            } else if (completable(work)) {
                orders.add(new Starter.NodeOrder(node, new NodeSignal.WorkDone()));
            }
        }
        ledger.put(current);
        return orders;
    }

    /** What was held when completion was asked for has gone by now; whoever works on the node since isn't meant. */
    static boolean takenUpSince(NodeWork work, Campaign completion) {
        Instant begins = completion.source().notBefore();
        Instant asked = begins != null && begins.isAfter(completion.acceptedAt()) ? begins : completion.acceptedAt();
        return work.startedAt().isAfter(asked);
    }

    /** Who asked for it. */
    static String by(Campaign campaign) {
        String requester = campaign.source().requestedBy();
        return requester == null ? campaign.id() : requester;
    }

    /** Calls the target's nodes off, and gives up those not yet started. */
    List<Starter.NodeOrder> cancel(Campaign campaign, String target) {
        Campaign called = ledger.campaign(target);
        if (called == null || called.ended()) {
            return List.of();
        }
        String by = by(campaign);
        Ending ending = Ending.cancelled(by, List.of());
        List<Starter.NodeOrder> orders = new ArrayList<>();
        Campaign current = called;
        for (String node : called.pending()) {
            NodeWork work = ledger.node(node);
            if (work == null || !work.origin().equals(target)) {
                current = current.plus(node, new Campaign.Result("NotStarted", Ending.Kind.CANCELLED, List.of(), by));
            } else if (!(work.life() instanceof NodeLife.RollingBack)) {
                orders.add(new Starter.NodeOrder(node, new NodeSignal.CalledOff(ending)));
            }
        }
        ledger.put(current);
        return orders;
    }
}
