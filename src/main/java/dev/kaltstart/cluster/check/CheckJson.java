package dev.kaltstart.cluster.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.SystemInUse;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.cluster.inventory.FileProblem;
import dev.kaltstart.cluster.inventory.Layout;
import dev.kaltstart.cluster.machines.NodeDraft;
import dev.kaltstart.cluster.volumes.DeclaredVolume;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The output of {@code check --json}, described in docs/check.md: an array with one object for each cluster. The names are
 * stable; every key is always there, and null where a value is not known. Notes go to the complaints, so the document is
 * all there is.
 */
final class CheckJson implements CheckOutput {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The encoding of a terminal or a pipe is not known, and some control characters are not ASCII. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final PrintStream out;
    private final PrintStream complaints;
    private final ArrayNode clusters = JSON.arrayNode();

    CheckJson(PrintStream out, PrintStream complaints) {
        this.out = out;
        this.complaints = complaints;
    }

    @Override
    public void note(String message) {
        complaints.println(message);
    }

    @Override
    public void print(CheckedCluster cluster) {
        var json = clusters.addObject();
        json.put("name", cluster.name());
        json.put("repository", cluster.repository().toString());
        json.set("machines", machines(cluster.layout()));
        var abilities = json.putArray("abilities");
        cluster.abilities()
                .forEach(ability -> abilities
                        .addObject()
                        .put("disaster", ability.scenario())
                        .put("can", ability.can())
                        .put("because", ability.can() ? null : ability.because()));
        var nodes = json.putArray("nodes");
        cluster.nodes().drafts().forEach(node -> node(nodes.addObject(), node));
        texts(json.putArray("toDeclare"), cluster.nodes().toDeclare());
        var seen = json.putArray("seenLive");
        cluster.nodes().seen().forEach(node -> seen(seen.addObject(), node));
        var problems = json.putArray("problems");
        cluster.problems().forEach(problem -> problem(problems.addObject(), problem));
        inventory(json, cluster.inventory());
    }

    private static @Nullable ObjectNode machines(@Nullable Layout layout) {
        var machines = layout == null ? null : layout.machines();
        return machines == null
                ? null
                : JSON.objectNode().put("tool", small(machines.tool())).put("file", machines.file());
    }

    private static void node(ObjectNode json, NodeDraft node) {
        var name = node.name();
        var role = node.role();
        json.put("name", name == null ? null : name.value());
        json.put("role", role == null ? null : role == Role.CONTROL_PLANE ? "control-plane" : "worker");
        texts(json.putArray("addresses"), node.addresses());
        json.put("mac", node.mac());
        json.put("disk", node.disk());
        json.put("image", node.image().installer());
        json.put("source", node.source());
        texts(json.putArray("missing"), node.missing());
    }

    private static void seen(ObjectNode json, SeenNode node) {
        var machine = node.machine();
        var claim = node.claim();
        json.put("name", node.name().value());
        json.put("address", machine == null ? null : machine.address());
        json.put("answered", machine == null ? null : machine.at().toString());
        texts(json.putArray("claimedAddresses"), claim == null ? List.of() : claim.addresses());
        json.put("claimed", claim == null ? null : claim.at().toString());
        json.put("doubt", node.doubt().isEmpty() ? null : node.doubt());
    }

    private static void problem(ObjectNode json, FileProblem problem) {
        json.put("severity", small(problem.severity()));
        json.put("where", problem.where());
        json.put("message", problem.message());
    }

    private static void inventory(ObjectNode json, @Nullable Inventory inventory) {
        json.put(
                "kustomizations",
                inventory == null ? 0 : inventory.kustomizations().size());
        texts(json.putArray("namespaces"), inventory == null ? List.of() : inventory.namespaces());
        json.putObject("sops")
                .put("rules", inventory == null ? 0 : inventory.sopsRules().size())
                .put("files", inventory == null ? 0 : inventory.sopsFiles().size());
        var systems = json.putArray("systems");
        if (inventory != null) {
            inventory.systems().forEach(one -> system(systems.addObject(), one));
        }
        var volumes = json.putArray("volumes");
        if (inventory != null) {
            inventory.volumes().all().forEach(one -> volume(volumes.addObject(), one));
        }
        texts(
                json.putArray("volumesUnread"),
                inventory == null ? List.of() : inventory.volumes().unread());
        json.putObject("versions")
                .put("talos", inventory == null ? null : inventory.talosVersion())
                .put("kubernetes", inventory == null ? null : inventory.kubernetesVersion());
        json.put("endpoint", inventory == null || inventory.endpoint().isEmpty() ? null : inventory.endpoint());
    }

    private static void system(ObjectNode json, SystemInUse one) {
        json.put("kind", small(one.system().purpose()));
        json.put("name", one.label());
        texts(json.putArray("sources"), one.sources());
        json.put("ability", one.system().ability());
    }

    private static void volume(ObjectNode json, DeclaredVolume one) {
        var storage = one.storage();
        json.put("namespace", one.namespace());
        json.put("claim", orNull(one.claim()));
        json.put("app", orNull(one.app()));
        json.put("size", orNull(one.size()));
        json.put("storageClass", orNull(one.storageClass()));
        json.put("storage", storage == null ? null : storage.label());
        texts(json.putArray("accessModes"), one.accessModes());
        json.put("protection", small(one.protection()));
        json.put("remark", orNull(one.remark()));
        json.put("source", one.source());
        var backups = json.putArray("backups");
        one.backups()
                .forEach(backup -> backups.addObject()
                        .put("system", backup.system().label())
                        .put("object", backup.object())
                        .put("detail", orNull(backup.detail()))
                        .put("source", backup.source()));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static void texts(ArrayNode json, List<String> texts) {
        texts.forEach(json::add);
    }

    private static String small(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void end() {
        try {
            out.println(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(clusters));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
