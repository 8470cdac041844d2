package io.plimsoll.analyzer.state;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** Pods in order of {@code namespace/name}, four bytes each; to be read as a list. */
final class PodGroup extends AbstractList<PodView> implements RandomAccess {

    private @Nullable PodView[] pods = new PodView[4];
    private int size;

    @Override
    public PodView get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException("there are " + size + " pods, not " + (index + 1));
        }
        PodView pod = pods[index];
        if (pod == null) {
            throw new IllegalStateException("pod " + index + " of " + size + " is missing");
        }
        return pod;
    }

    @Override
    public int size() {
        return size;
    }

    /** Puts the pod in, in place of an earlier one of its name. */
    void put(PodView pod) {
        int place = find(pod.namespace(), pod.name());
        if (place >= 0) {
            pods[place] = pod;
            return;
        }
        if (size == pods.length) {
            pods = Arrays.copyOf(pods, size + (size >> 1));
        }
        System.arraycopy(pods, ~place, pods, ~place + 1, size - ~place);
        pods[~place] = pod;
        size++;
    }

    void take(String namespace, String name) {
        int place = find(namespace, name);
        if (place >= 0) {
            size--;
            System.arraycopy(pods, place + 1, pods, place, size - place);
            pods[size] = null;
        }
    }

    private int find(String namespace, String name) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            PodView pod = get(middle);
            int order = compare(pod.namespace(), pod.name(), namespace, name);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return ~low;
    }

    /** As {@code namespace/name} compares, without making that text. */
    private static int compare(String namespace, String name, String otherNamespace, String otherName) {
        if (namespace.equals(otherNamespace)) {
            return name.compareTo(otherName);
        }
        int common = Math.min(namespace.length(), otherNamespace.length());
        for (int i = 0; i < common; i++) {
            int order = namespace.charAt(i) - otherNamespace.charAt(i);
            if (order != 0) {
                return order;
            }
        }
        return namespace.length() == common ? '/' - otherNamespace.charAt(common) : namespace.charAt(common) - '/';
    }
}
