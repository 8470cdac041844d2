package io.plimsoll.deploy.render;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Overlays as the real kustomize renders them, the one inside kubectl. */
public final class Kustomize {

    private Kustomize() {}

    /** An overlay of {@code deploy/kustomize/overlays}. Skips the test where there is no kubectl. */
    public static Manifests overlay(String name) throws IOException, InterruptedException {
        return build(Repository.deploy("kustomize/overlays").resolve(name));
    }

    public static Manifests build(Path directory) throws IOException, InterruptedException {
        Tool.Run run = Tool.orSkip("kubectl").run(Map.of(), "kustomize", directory.toString());
        if (run.exitCode() != 0) {
            throw new AssertionError("kubectl kustomize " + directory + ": " + run.errors());
        }
        return Manifests.parse(run.output());
    }
}
