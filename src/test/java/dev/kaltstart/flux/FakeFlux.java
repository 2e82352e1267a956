package dev.kaltstart.flux;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.git.RealGit;
import dev.kaltstart.kustomize.BuildFailure;
import dev.kaltstart.kustomize.DiskTree;
import dev.kaltstart.kustomize.KustomizationBuild;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.twin.store.Json;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Runs real Git, and a {@code flux build} that builds as the twin does. */
public final class FakeFlux implements Shell {

    public final List<Command> commands = Collections.synchronizedList(new ArrayList<>());
    public final List<String> outputs = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Result run(Command command) {
        if (!command.program().equals("flux")) {
            return new RealGit().run(command);
        }
        commands.add(command);
        Result result = build(command);
        outputs.add(result.output());
        return result;
    }

    private static String value(Command command, String flag) {
        return command.arguments().get(command.arguments().indexOf(flag) + 1);
    }

    /** As Flux does it (src: fluxcd/flux2:internal/build/build.go). */
    private static void mask(ObjectNode object) {
        if (object.has("sops") && object.get("stringData") instanceof ObjectNode texts) {
            object.remove("sops");
            texts.properties().forEach(text -> texts.put(text.getKey(), "**SOPS**"));
        }
    }

    private static Result build(Command command) {
        Path tree = Objects.requireNonNull(command.directory());
        try {
            var kustomization =
                    (ObjectNode) Json.read(Files.readString(Path.of(value(command, "--kustomization-file"))));
            String path = tree.relativize(Path.of(value(command, "--path"))).toString();
            var build = new KustomizationBuild(new DiskTree(tree), kustomization, tree.toString());
            List<ObjectNode> objects = build.objects(path, Map.of());
            KustomizationBuild.adorn(kustomization, objects);
            objects.forEach(FakeFlux::mask);
            return Result.exited(
                    0,
                    objects.stream()
                            .map(object -> "---\n" + Serialization.asYaml(Json.read(Json.write(object))))
                            .collect(Collectors.joining()),
                    "");
        } catch (BuildFailure e) {
            return Result.exited(1, "", "✗ " + e.getMessage() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
