package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.fact.Affinity;
import io.plimsoll.model.fact.Affinity.PodTerm;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.PodState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which pods share a topology domain with which, counted once per question and kept up to date while a plan moves pods.
 *
 * <p>Two kinds of counts: how many pods a term selects in each domain (a newcomer's own affinity, anti-affinity and
 * spread), and how many pods in each domain carry an anti-affinity term (which keeps newcomers away that it selects). The
 * labels of namespaces aren't known here: a namespace selector is taken to select all, which errs towards "no place".
 */
final class Neighbours {

    /**
     * Which pods are meant.
     *
     * @param namespaces empty means all
     */
    record Term(Set<String> namespaces, LabelSelector selector, String topologyKey) {

        static @Nullable Term of(PodTerm term, String podNamespace) {
            var selector = term.selector();
            if (selector == null) {
                return null; // null selects no pod
            }
            Set<String> namespaces = new HashSet<>(term.namespaces());
            if (term.namespaceSelector() != null) {
                namespaces.clear();
            } else if (namespaces.isEmpty()) {
                namespaces.add(podNamespace);
            }
            return new Term(namespaces, selector, term.topologyKey());
        }

        boolean selects(Viewed<PodState> pod) {
            return (namespaces.isEmpty() || namespaces.contains(pod.namespace()))
                    && selector.matches(pod.state().labels());
        }
    }

    private final ClusterView view;
    private final PodsByLabel pods;
    private final Map<Term, Map<String, Integer>> selected = new HashMap<>();
    private final BySelector<Term> selecting = new BySelector<>();
    private final Map<String, List<Term>> antiAffinityByTemplate = new HashMap<>();
    private final Map<String, Map<Term, Map<String, Integer>>> repellingByTemplate = new HashMap<>();
    private @Nullable Map<Term, Map<String, Integer>> carriers;

    Neighbours(ClusterView view, PodsByLabel pods) {
        this.view = view;
        this.pods = pods;
    }

    /** By domain: how many pods the term selects. Don't change the map. */
    Map<String, Integer> selected(Term term) {
        Map<String, Integer> counts = selected.get(term);
        if (counts == null) {
            counts = count(term);
            selected.put(term, counts);
            selecting.add(term.selector(), term);
        }
        return counts;
    }

    /** The anti-affinity terms of pods already placed that keep such a pod away, with their domains. */
    Map<Term, Map<String, Integer>> repelling(Viewed<PodState> pod) {
        if (carriers().isEmpty()) {
            return Map.of();
        }
        String alike = Alike.key(pod.state());
        return alike == null ? repellingNow(pod) : repellingByTemplate.computeIfAbsent(alike, _ -> repellingNow(pod));
    }

    private Map<Term, Map<String, Integer>> repellingNow(Viewed<PodState> pod) {
        Map<Term, Map<String, Integer>> found = new HashMap<>();
        carriers().forEach((term, domains) -> {
            if (term.selects(pod)) {
                found.put(term, domains);
            }
        });
        return found;
    }

    /** Notes that the pod came to the node ({@code by} 1) or left it (-1). */
    void move(Viewed<PodState> pod, Viewed<NodeState> node, int by) {
        selecting.forLabels(pod.state().labels(), term -> {
            String domain = node.state().labels().get(term.topologyKey());
            if (domain != null && term.selects(pod)) {
                selected(term).merge(domain, by, Integer::sum);
            }
        });
        for (Term term : antiAffinity(pod)) {
            String domain = node.state().labels().get(term.topologyKey());
            if (domain != null) {
                carriers().computeIfAbsent(term, _ -> new HashMap<>()).merge(domain, by, Integer::sum);
            }
        }
    }

    /** The terms by which the pod keeps others away. */
    List<Term> antiAffinity(Viewed<PodState> pod) {
        Affinity affinity = pod.state().affinity();
        if (affinity == null || affinity.podAntiAffinity().isEmpty()) {
            return List.of();
        }
        String alike = Alike.key(pod.state());
        return alike == null
                ? terms(affinity.podAntiAffinity(), pod.namespace())
                : antiAffinityByTemplate.computeIfAbsent(
                        alike, _ -> terms(affinity.podAntiAffinity(), pod.namespace()));
    }

    static List<Term> terms(List<PodTerm> terms, String namespace) {
        return terms.stream()
                .flatMap(term -> Stream.ofNullable(Term.of(term, namespace)))
                .toList();
    }

    private Map<Term, Map<String, Integer>> carriers() {
        var known = carriers;
        if (known != null) {
            return known;
        }
        Map<Term, Map<String, Integer>> counted = new HashMap<>();
        for (Viewed<PodState> pod : view.podsWithAntiAffinity()) {
            Viewed<NodeState> node = nodeOf(pod);
            if (node == null) {
                continue;
            }
            for (Term term : antiAffinity(pod)) {
                String domain = node.state().labels().get(term.topologyKey());
                if (domain != null) {
                    counted.computeIfAbsent(term, _ -> new HashMap<>()).merge(domain, 1, Integer::sum);
                }
            }
        }
        carriers = counted;
        return counted;
    }

    private Map<String, Integer> count(Term term) {
        Map<String, Integer> counts = new HashMap<>();
        if (term.namespaces().isEmpty()) {
            view.nodes().forEach(node -> view.podsOn(node.name()).forEach(pod -> count(term, pod, counts)));
        } else {
            term.namespaces().forEach(namespace -> pods.candidates(namespace, term.selector())
                    .forEach(pod -> count(term, pod, counts)));
        }
        return counts;
    }

    private void count(Term term, Viewed<PodState> pod, Map<String, Integer> counts) {
        Viewed<NodeState> node = term.selector().matches(pod.state().labels()) ? nodeOf(pod) : null;
        String domain = node == null ? null : node.state().labels().get(term.topologyKey());
        if (domain != null) {
            counts.merge(domain, 1, Integer::sum);
        }
    }

    private @Nullable Viewed<NodeState> nodeOf(Viewed<PodState> pod) {
        String name = pod.state().nodeName();
        return name == null || pod.state().finished() || pod.state().terminating() ? null : view.node(name);
    }
}
