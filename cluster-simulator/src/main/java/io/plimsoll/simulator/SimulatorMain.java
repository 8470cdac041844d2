package io.plimsoll.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.controllers.ControllerSettings;
import io.plimsoll.simulator.controllers.Controllers;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceTypes;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs the API server with all controllers as a process: {@code --host ADDRESS --port N --nodes N --kubeconfig FILE}. */
public final class SimulatorMain {

    static final int USAGE = 2;
    static final int FAILED = 1;

    private static final String HELP = "usage: simulator [--host ADDRESS] [--port N] [--nodes N] [--kubeconfig FILE]";

    private record Options(InetAddress host, int port, int nodes, String kubeconfig) {}

    private SimulatorMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        int code = run(arguments, System.out, System.err, new CountDownLatch(1));
        System.exit(code);
    }

    /** @param end ends the run. @return the exit code */
    static int run(String[] arguments, PrintStream out, PrintStream err, CountDownLatch end)
            throws InterruptedException {
        Options options;
        try {
            options = read(arguments);
        } catch (IllegalArgumentException bad) {
            err.println("simulator: " + bad.getMessage() + "; " + HELP);
            return USAGE;
        }
        ClusterSimulator.Settings settings =
                ClusterSimulator.Settings.defaults().withAddress(options.host()).withPort(options.port());
        ObjectStore store = ClusterSimulator.newStore(settings);
        try (Controllers controllers = Controllers.start(store, ControllerSettings.DEFAULT);
                ClusterSimulator simulator = ClusterSimulator.start(settings.withUsage(controllers.usage()), store)) {
            for (int i = 0; i < options.nodes(); i++) {
                node(store, "node-" + i);
            }
            return serve(options, simulator, out, err, end);
        } catch (IOException e) {
            err.println("simulator: cannot serve on port " + options.port() + ": " + e.getMessage()
                    + "; choose another with --port, or 0 for any free one");
            return FAILED;
        }
    }

    private static int serve(
            Options options, ClusterSimulator simulator, PrintStream out, PrintStream err, CountDownLatch end)
            throws InterruptedException {
        if (!options.kubeconfig().isEmpty()) {
            try {
                simulator.writeKubeconfig(Path.of(options.kubeconfig()), "");
            } catch (IOException e) {
                err.println("simulator: cannot write " + options.kubeconfig() + ": " + e);
                return FAILED;
            }
        }
        out.println("simulator: serving " + options.nodes() + " nodes at " + simulator.url());
        end.await();
        return 0;
    }

    private static Options read(String[] arguments) {
        Options options = new Options(InetAddress.getLoopbackAddress(), 0, 0, "");
        for (int i = 0; i < arguments.length; i += 2) {
            String flag = arguments[i];
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException("flag " + flag + " needs a value");
            }
            String value = arguments[i + 1];
            options = switch (flag) {
                case "--host" -> new Options(address(value), options.port(), options.nodes(), options.kubeconfig());
                case "--port" ->
                    new Options(options.host(), number(flag, value, 65_535), options.nodes(), options.kubeconfig());
                case "--nodes" ->
                    new Options(options.host(), options.port(), number(flag, value, 100_000), options.kubeconfig());
                case "--kubeconfig" -> new Options(options.host(), options.port(), options.nodes(), value);
                default -> throw new IllegalArgumentException("unknown flag " + flag);
            };
        }
        return options;
    }

    private static InetAddress address(String value) {
        try {
            return InetAddress.getByName(value);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("--host must be an address of this machine, not \"" + value + "\"");
        }
    }

    private static int number(String flag, String value, int largest) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 0 && number <= largest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "%s must be a number from 0 to %d, not \"%s\"".formatted(flag, largest, value));
    }

    private static void node(ObjectStore store, String name) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = node.putObject("metadata").put("name", name);
        metadata.putObject("labels").put("kubernetes.io/hostname", name);
        ObjectNode status = node.putObject("status");
        for (String field : new String[] {"capacity", "allocatable"}) {
            status.putObject(field).put("cpu", "16").put("memory", "64Gi").put("pods", "110");
        }
        status.putObject("nodeInfo").put("kubeletVersion", "v1.32.4");
        status.putArray("conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", "True")
                .put("reason", "KubeletReady")
                .put("message", "kubelet is posting ready status")
                .put("lastTransitionTime", Fields.time(store.clock().instant()));
        store.create(ResourceTypes.NODE, node);
    }
}
