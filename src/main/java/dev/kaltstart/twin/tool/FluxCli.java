package dev.kaltstart.twin.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.Conditions;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kind;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code flux}: works on the objects of the cluster; {@code get} exits with 0 however unready they are. */
final class FluxCli implements Tool {

    private static final String FLAGS = "namespace,n= all-namespaces,A all with-source force reset timeout= no-header"
            + " status-selector= label,l= watch,w kubeconfig= context= wait help,h"
            + FluxBuildCommand.FLAGS;
    private static final String REQUESTED = "reconcile.fluxcd.io/requestedAt";
    private static final Map<String, Kind> KINDS = Map.of(
            "kustomization", Kinds.KUSTOMIZATION,
            "kustomizations", Kinds.KUSTOMIZATION,
            "ks", Kinds.KUSTOMIZATION,
            "helmrelease", Kinds.HELM_RELEASE,
            "helmreleases", Kinds.HELM_RELEASE,
            "hr", Kinds.HELM_RELEASE);

    @Override
    public CommandOutcome run(Call call) {
        try {
            var flags = Flags.parse(call.arguments(), FLAGS);
            if (flags.word(0).equals("build") && flags.word(1).matches("ks|kustomizations?")) {
                return new FluxBuildCommand(call, flags).run();
            }
            return call.world().apiWorks()
                    ? act(call, flags)
                    : CommandOutcome.failed("✗ Kubernetes API: dial tcp: connect: connection refused");
        } catch (Usage usage) {
            return CommandOutcome.failed("✗ " + usage.message());
        }
    }

    private static CommandOutcome act(Call call, Flags flags) {
        if ("source".equals(flags.word(1)) && "git".equals(flags.word(2))) {
            flags.positional().subList(1, 3).clear();
            flags.positional().add(1, "gitrepository");
        }
        var kind = "gitrepository".equals(flags.word(1)) ? Kinds.GIT_REPOSITORY : KINDS.get(flags.word(1));
        if (!List.of("get", "reconcile", "suspend", "resume").contains(flags.word(0))) {
            throw new Usage("unknown command \"%s\" for \"flux\"".formatted(flags.word(0)));
        }
        if (kind == null) {
            throw new Usage("unknown command \"%s\" for \"flux %s\"".formatted(flags.word(1), flags.word(0)));
        }
        if ("get".equals(flags.word(0))) {
            return get(call.world(), flags, kind);
        }
        var keys = keys(call.world(), flags, kind);
        return keys.stream()
                .map(key -> one(call, flags, key))
                .reduce(CommandOutcome::then)
                .orElseGet(() -> CommandOutcome.failed("✗ %s name is required".formatted(kind.name())));
    }

    private static List<ObjectKey> keys(World world, Flags flags, Kind kind) {
        var namespace = flags.value("namespace", "flux-system");
        if (flags.on("all", false)) {
            return world.objects().list(kind).stream()
                    .filter(object -> namespace.equals(Json.text(object, "metadata", "namespace")))
                    .map(object -> kind.key(namespace, Json.text(object, "metadata", "name")))
                    .toList();
        }
        return flags.word(2).isEmpty() ? List.of() : List.of(kind.key(namespace, flags.word(2)));
    }

    private static CommandOutcome one(Call call, Flags flags, ObjectKey key) {
        var object = call.world().objects().find(key);
        if (object.isEmpty()) {
            return CommandOutcome.failed(
                    "✗ %s \"%s\" not found".formatted(key.kind().resource(), key.name()));
        }
        return switch (flags.word(0)) {
            case "reconcile" -> reconcile(call, key, object.get());
            case "suspend" -> suspend(call.world(), key, true);
            default -> suspend(call.world(), key, false);
        };
    }

    private static CommandOutcome reconcile(Call call, ObjectKey key, ObjectNode object) {
        if (Json.at(object, "spec", "suspend").asBoolean()) {
            return CommandOutcome.failed("✗ resource is suspended");
        }
        call.world()
                .objects()
                .update(
                        key,
                        asked -> Json.within(asked, "metadata", "annotations")
                                .put(REQUESTED, call.now().toString()));
        var message = "► annotating %s %s in %s namespace\n✔ %1$s annotated\n◎ waiting for %1$s reconciliation\n"
                .formatted(key.kind().name(), key.name(), key.namespace());
        var done = "✔ applied revision %s\n".formatted(Json.text(object, "status", "lastAppliedRevision"));
        return CommandOutcome.ok("").saying(message + done).after(Duration.ofSeconds(10));
    }

    private static CommandOutcome suspend(World world, ObjectKey key, boolean suspended) {
        world.objects().update(key, object -> Json.within(object, "spec").put("suspend", suspended));
        var kind = key.kind().name().toLowerCase(Locale.ROOT);
        return CommandOutcome.ok("")
                .saying("► %s %s %s in %s namespace\n✔ %s %s\n"
                        .formatted(
                                suspended ? "suspending" : "resuming",
                                kind,
                                key.name(),
                                key.namespace(),
                                kind,
                                suspended ? "suspended" : "resumed"));
    }

    private static CommandOutcome get(World world, Flags flags, Kind kind) {
        var everywhere = flags.on("all-namespaces", false);
        var namespace = flags.value("namespace", "flux-system");
        var chosen = world.objects().list(kind).stream()
                .filter(object -> everywhere || namespace.equals(Json.text(object, "metadata", "namespace")))
                .filter(object ->
                        flags.word(2).isEmpty() || flags.word(2).equals(Json.text(object, "metadata", "name")))
                .toList();
        if (chosen.isEmpty() && !flags.word(2).isEmpty()) {
            return CommandOutcome.failed(
                    "✗ %s object '%s' not found in \"%s\" namespace".formatted(kind.name(), flags.word(2), namespace));
        }
        var table = new Table();
        if (!flags.on("no-header", false)) {
            row(table, everywhere, "NAMESPACE", "NAME", "REVISION", "SUSPENDED", "READY", "MESSAGE");
        }
        chosen.forEach(object -> row(
                table,
                everywhere,
                Json.text(object, "metadata", "namespace"),
                Json.text(object, "metadata", "name"),
                Json.text(object, "status", "lastAppliedRevision"),
                Json.at(object, "spec", "suspend").asBoolean() ? "True" : "False",
                Json.text(Conditions.find(object, "Ready"), "status"),
                Json.text(Conditions.find(object, "Ready"), "message")));
        return CommandOutcome.ok(table.toString());
    }

    /** The namespace comes first, but only where there are several. */
    private static void row(Table table, boolean everywhere, String... cells) {
        table.row(everywhere ? cells : Arrays.copyOfRange(cells, 1, cells.length));
    }
}
