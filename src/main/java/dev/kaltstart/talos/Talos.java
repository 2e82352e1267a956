package dev.kaltstart.talos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The Talos API of a cluster, by its own command line. Every command names its node and its endpoint: without {@code -n}
 * talosctl takes the nodes of the talosconfig, and talhelper writes all of them in there.
 */
record Talos(Cluster cluster) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Long enough for a loaded control plane, short enough to be asked often. */
    private static final Duration LOOK = Duration.ofSeconds(20);

    static Talos of(Cluster cluster) {
        return new Talos(cluster);
    }

    /** A command to a configured node. */
    Command command(Node node, String... arguments) {
        return base().plus("-n", node.address(), "-e", node.address()).plus(arguments);
    }

    private Command base() {
        return Command.of("talosctl")
                .with("TALOSCONFIG", cluster.inventory().tools().talosconfig().toString());
    }

    /** Does the API of a configured node answer? */
    boolean answers(Node node) {
        return run(command(node, "version", "--short").within(LOOK)).succeeded();
    }

    /** Stage of the machine: running, maintenance, booting... Empty when it does not answer. */
    Optional<String> stage(Node node) {
        return get(node, false, "machinestatus")
                .map(status -> status.at("/spec/stage").asText());
    }

    boolean inMaintenance(Node node) {
        return get(node, true, "machinestatus")
                .map(status -> status.at("/spec/stage").asText().equals("maintenance"))
                .orElse(false);
    }

    /** SMBIOS UUID of the machine that answers at this address, in lower case. */
    Optional<String> uuid(Node node, boolean maintenance) {
        return get(node, maintenance, "systeminformation")
                .map(info -> info.at("/spec/uuid").asText().toLowerCase(java.util.Locale.ROOT))
                .filter(uuid -> !uuid.isEmpty());
    }

    Optional<String> hostname(Node node) {
        return get(node, false, "hostname")
                .map(name -> name.at("/spec/hostname").asText());
    }

    /** {@code get -o json} prints one object after another, not an array. Empty when there is no usable answer. */
    private Optional<JsonNode> get(Node node, boolean maintenance, String resource) {
        Command command = maintenance
                ? Command.of(
                        "talosctl",
                        "-n",
                        node.address(),
                        "-e",
                        node.address(),
                        "get",
                        resource,
                        "-o",
                        "json",
                        "--insecure")
                : command(node, "get", resource, "-o", "json");
        Result result = run(command.within(LOOK));
        if (!result.succeeded()) {
            return Optional.empty();
        }
        try (MappingIterator<JsonNode> objects = JSON.readerFor(JsonNode.class).readValues(result.output())) {
            return objects.hasNextValue() ? Optional.of(objects.nextValue()) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The members as one living control plane lists them; empty when it does not answer. */
    Optional<List<EtcdMember>> members(Node controlPlane) {
        Result result = run(command(controlPlane, "etcd", "members").within(LOOK));
        return result.succeeded() ? Optional.of(EtcdMember.parse(result.output())) : Optional.empty();
    }

    /** A control plane other than this node that answers for etcd. */
    Optional<Node> otherControlPlane(Node node) {
        return cluster.inventory().controlPlanes().stream()
                .filter(other -> !other.name().equals(node.name()))
                .filter(other -> members(other).isPresent())
                .findFirst();
    }

    Result run(Command command) {
        return cluster.shell().run(command);
    }
}
