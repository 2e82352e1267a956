package dev.kaltstart.talos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.ProgramProof;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Parses the output of talosctl. What cannot be parsed is empty, never guessed. */
final class TalosText {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SERVER_VERSION = Pattern.compile("(?s)\\bServer:.*\\bNODE:.*?\\bTag:\\s*(\\S+)");

    /** The machine is up, but one side rejects the other's certificate. */
    private static final Pattern HANDSHAKE = Pattern.compile("x509:|tls:");

    private static final Pattern SILENCE = Pattern.compile("code = (Unavailable|DeadlineExceeded)|connection refused"
            + "|no route to host|i/o timeout|deadline exceeded|connection timed out|network is unreachable");

    /** No connection was tried, because there are no usable credentials. */
    private static final Pattern NEVER_ASKED =
            Pattern.compile("error constructing client|failed to open config file|failed to determine endpoints");

    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

    private TalosText() {}

    static boolean neverAsked(Result result) {
        return !result.succeeded() && NEVER_ASKED.matcher(result.error()).find();
    }

    static Answer<String> answer(Result result) {
        if (result.succeeded()) {
            return new Answer.Given<>(result.output());
        }
        if (result.ending() != Result.Ending.EXITED) {
            return new Answer.Silent<>("does not answer in time");
        }
        String message = line(result.error());
        boolean silent = SILENCE.matcher(result.error()).find()
                && !HANDSHAKE.matcher(result.error()).find();
        return silent
                ? new Answer.Silent<>("does not answer: " + message)
                : new Answer.Refused<>("answers with an error: " + message);
    }

    /** The last non-blank line, which holds the error of talosctl; length-limited. */
    static String line(String text) {
        return ProgramProof.lastLine(text);
    }

    /** "Server:" is printed before any node has answered; only lines of a node count. */
    static Optional<String> serverVersion(String text) {
        Matcher matcher = SERVER_VERSION.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    static Optional<String> stage(String text) {
        return first(text, "stage");
    }

    static Optional<MachineUuid> uuid(String text) {
        return first(text, "uuid").flatMap(MachineUuid::parse);
    }

    static Optional<String> devicePath(String text) {
        return first(text, "devPath").filter(path -> path.matches("/dev/[A-Za-z0-9/_.-]+"));
    }

    static List<String> serials(String text) {
        return specs(text).stream()
                .map(spec -> spec.path("serial").asText())
                .filter(serial -> !serial.isBlank())
                .toList();
    }

    static Optional<String> hostname(String text, Node node) {
        return specs(text).stream()
                .filter(spec -> has(spec.path("addresses"), node))
                .map(spec -> spec.path("hostname").asText())
                .filter(name -> !name.isBlank())
                .findFirst();
    }

    static List<List<String>> memberAddresses(String text) {
        return specs(text).stream()
                .map(spec -> StreamSupport.stream(spec.path("addresses").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList())
                .toList();
    }

    private static boolean has(JsonNode addresses, Node node) {
        for (JsonNode address : addresses) {
            if (node.hasAddress(address.asText())) {
                return true;
            }
        }
        return false;
    }

    /** The name in Kubernetes under which a machine registers itself. */
    static Optional<NodeName> nodeName(String text) {
        return first(text, "nodename").filter(NodeName::isOne).map(NodeName::new);
    }

    /** The spec of this resource is a text. Empty for a machine without a configuration. */
    static Optional<Role> role(String text) {
        return specs(text).stream()
                .map(JsonNode::asText)
                .flatMap(type -> switch (type) {
                    case "controlplane", "init" -> Stream.of(Role.CONTROL_PLANE);
                    case "worker" -> Stream.of(Role.WORKER);
                    default -> Stream.<Role>empty();
                })
                .findFirst();
    }

    /** From the text of {@code talosctl service}, which has no JSON output. */
    static Optional<String> serviceState(String text) {
        return text.lines()
                .filter(line -> line.startsWith("STATE "))
                .map(line -> line.substring("STATE ".length()).strip())
                .filter(state -> !state.isEmpty())
                .findFirst();
    }

    /** The hardware addresses of the physical interfaces that have a link; a bond and its like have their own kind. */
    static List<String> connectedMacs(String text) {
        return specs(text).stream()
                .filter(link -> link.path("type").asText().equals("ether")
                        && link.path("kind").asText().isEmpty()
                        && link.path("linkState").asBoolean())
                .map(link -> link.path("hardwareAddr").asText().toLowerCase(Locale.ROOT))
                .filter(mac -> MAC.matcher(mac).matches())
                .toList();
    }

    private static Optional<String> first(String text, String field) {
        return specs(text).stream()
                .map(spec -> spec.path(field).asText())
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    /** Concatenated JSON objects, not an array. */
    static List<JsonNode> specs(String text) {
        var specs = new ArrayList<JsonNode>();
        try (var objects = JSON.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            while (objects.hasNextValue()) {
                specs.add(objects.nextValue().path("spec"));
            }
        } catch (JsonProcessingException e) {
            return List.of();
        } catch (IOException e) {
            throw new IllegalStateException("text in memory cannot be read", e);
        }
        return specs;
    }
}
