package io.plimsoll.deploy.render;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The chart as the real Helm lints and renders it; Helm is linked in as a library. */
public final class Chart {

    public static final Path DIRECTORY = Repository.deploy("helm/plimsoll");

    private Chart() {}

    /**
     * Renders the chart as a release called plimsoll in the namespace plimsoll.
     *
     * @param values over the chart's own, as YAML
     */
    public static Manifests render(String values) throws IOException {
        return Manifests.parse(template(values));
    }

    public static String template(String values) throws IOException {
        Path file = Files.createTempFile("values", ".yaml");
        try {
            Files.writeString(file, values);
            return new Helm(DIRECTORY)
                    .template()
                    .withName("plimsoll")
                    .withNamespace("plimsoll")
                    .withKubeVersion("1.32.4")
                    .withValuesFile(file)
                    .call();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    public static LintResult lint() {
        return new Helm(DIRECTORY).lint().strict().call();
    }
}
