package io.plimsoll.benchmarks.watcher;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;

/**
 * The process of one side: {@code informer URL}, {@code watcher URL BOOTSTRAP PREFIX} or {@code copy URL BOOTSTRAP PREFIX}.
 *
 * <p>Answers {@code sync} with the milliseconds it took, {@code arm N} at once, {@code reached} when so many changes after
 * {@code arm} are dealt with, with the nanoseconds of CPU they took, and {@code heap} with the bytes left after collection.
 */
final class SideMain {

    private final Side side;
    private CountDownLatch reached = new CountDownLatch(0);
    private volatile long armedCpu;
    private volatile long reachedCpu;

    private SideMain(Side side) {
        this.side = side;
    }

    public static void main(String[] arguments) throws IOException {
        try (Side side = side(arguments)) {
            Answering.serve(new SideMain(side)::answer);
        }
        System.exit(0);
    }

    private static Side side(String[] arguments) {
        return switch (arguments[0]) {
            case "informer" -> new InformerSide(arguments[1]);
            case "watcher" -> new WatcherSide(arguments[1], arguments[2], arguments[3]);
            case "copy" -> new CopySide(arguments[1], arguments[2], arguments[3]);
            default -> throw new IllegalArgumentException(arguments[0]);
        };
    }

    private String answer(String[] words) throws Exception {
        return switch (words[0]) {
            case "sync" -> sync();
            case "arm" -> arm(Long.parseLong(words[1]));
            case "reached" -> {
                reached.await();
                yield Long.toString(reachedCpu - armedCpu);
            }
            case "heap" -> Long.toString(heap());
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private String sync() throws Exception {
        long begun = System.nanoTime();
        side.sync();
        return Double.toString((System.nanoTime() - begun) / 1e6);
    }

    private String arm(long count) {
        CountDownLatch latch = new CountDownLatch(1);
        reached = latch;
        armedCpu = cpu();
        side.onChanges(count, () -> {
            reachedCpu = cpu();
            latch.countDown();
        });
        return "armed";
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
