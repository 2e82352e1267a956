package dev.kaltstart.twin.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.kustomize.BuildFailure;
import dev.kaltstart.kustomize.DiskTree;
import dev.kaltstart.kustomize.KustomizationBuild;
import dev.kaltstart.twin.store.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code flux build kustomization}: what would be applied, on standard output (src:
 * fluxcd/flux2:internal/build/build.go). Only with {@code --dry-run}, that is without the cluster, and only on what
 * lies under the home of Kaltstart.
 */
record FluxBuildCommand(Call call, Flags flags) {

    static final String FLAGS = " path= kustomization-file= dry-run strict-substitute recursive,r in-memory-build"
            + " ignore-paths= local-sources=";

    private static final String MASK = "**SOPS**";
    private static final String GROUP = "kustomize.toolkit.fluxcd.io/";

    CommandOutcome run() {
        if (flags.word(2).isEmpty()) {
            throw new Usage("kustomization name is required");
        }
        var path = flags.value("path", "");
        var directory = call.path(path);
        if (path.isEmpty() || !ours(directory) || !Files.isDirectory(directory)) {
            throw new Usage("invalid resource path \"%s\"".formatted(directory));
        }
        var file = flags.value("kustomization-file", "");
        if (file.isEmpty() || !flags.on("dry-run", false)) {
            throw new Usage("dry-run mode requires a kustomization file");
        }
        if (!ours(call.path(file)) || !Files.isRegularFile(call.path(file))) {
            throw new Usage("invalid kustomization file \"%s\"".formatted(file));
        }
        try {
            return CommandOutcome.ok(write(built(directory, kustomization(file))));
        } catch (BuildFailure failure) {
            throw new Usage(String.valueOf(failure.getMessage()));
        }
    }

    private ObjectNode kustomization(String file) {
        var tree = new DiskTree(home());
        var path = home().relativize(call.path(file)).toString();
        var namespace = flags.value("namespace", "flux-system");
        return KustomizationBuild.read(tree.read(path).orElse("")).stream()
                .filter(object -> Json.text(object, "apiVersion").startsWith(GROUP)
                        && Json.text(object, "kind").equals("Kustomization")
                        && Json.text(object, "metadata", "name").equals(flags.word(2)))
                .filter(object -> List.of(namespace, "").contains(Json.text(object, "metadata", "namespace")))
                .findFirst()
                .orElseThrow(() -> new Usage(
                        "failed to get kustomization object: failed find kustomization with name '%s' and namespace '%s' in file '%s'"
                                .formatted(flags.word(2), namespace, file)));
    }

    /** Without the cluster there is nothing to look values up in. */
    private List<ObjectNode> built(Path directory, ObjectNode kustomization) {
        Map<String, String> variables = new LinkedHashMap<>();
        Json.at(kustomization, "spec", "postBuild", "substitute")
                .properties()
                .forEach(entry ->
                        variables.put(entry.getKey(), entry.getValue().asText().replace("\n", "")));
        var build = new KustomizationBuild(new DiskTree(home()), kustomization, home().toString());
        lookForWhatIsListed(directory);
        var objects = objects(build, home().relativize(directory).toString(), variables);
        KustomizationBuild.adorn(kustomization, objects);
        objects.forEach(FluxBuildCommand::mask);
        return objects;
    }

    /** Checks this directory first, unlike the controller (src: fluxcd/pkg:kustomize/filters.go). */
    private void lookForWhatIsListed(Path directory) {
        KustomizationBuild.listed(
                        new DiskTree(home()), home().relativize(directory).toString())
                .stream()
                .filter(listed -> !listed.contains("://"))
                .map(listed -> directory.resolve(listed).normalize())
                .filter(path -> !Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                .findFirst()
                .ifPresent(path -> {
                    throw notGenerated("lstat " + path + ": no such file or directory");
                });
    }

    private static BuildFailure notGenerated(String why) {
        return new BuildFailure("failed to generate kustomization.yaml: " + why + " <nil>");
    }

    private static List<ObjectNode> objects(KustomizationBuild build, String path, Map<String, String> variables) {
        try {
            return build.objects(path, variables);
        } catch (BuildFailure failure) {
            var message = String.valueOf(failure.getMessage());
            throw message.startsWith("failed to decode") ? notGenerated(message) : failure;
        }
    }

    private static void mask(ObjectNode object) {
        if (!Json.text(object, "kind").equals("Secret") || !object.path("sops").has("mac")) {
            return;
        }
        object.remove("sops");
        var encoded = Base64.getEncoder().encodeToString(MASK.getBytes(StandardCharsets.UTF_8));
        mask(object.path("data"), encoded);
        mask(object.path("stringData"), MASK);
    }

    private static void mask(JsonNode values, String mask) {
        if (values instanceof ObjectNode object) {
            List.copyOf(object.properties()).forEach(entry -> object.put(entry.getKey(), mask));
        }
    }

    private static String write(List<ObjectNode> objects) {
        return objects.stream()
                .map(object -> YamlFiles.sorted(object) + "---\n")
                .collect(Collectors.joining());
    }

    private boolean ours(Path path) {
        return path.startsWith(home());
    }

    private Path home() {
        // twins/<recovery>
        return call.world().directory().resolve("../..").normalize();
    }
}
