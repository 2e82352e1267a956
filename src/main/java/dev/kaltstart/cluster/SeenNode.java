package dev.kaltstart.cluster;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A node as the live cluster last showed it. A node that is gone stays recorded: it is the one to recover.
 *
 * @param claim null when Kubernetes has never named the node
 * @param machine null when no machine has proved to be the node
 * @param doubt why no machine proved to be the node at the last look, for people; empty when one did
 */
public record SeenNode(
        NodeName name, @Nullable Claim claim, @Nullable Machine machine, String doubt) {

    private static final Pattern VERSION = Pattern.compile("v\\d{1,5}(\\.\\d{1,5}){2}([-+][0-9A-Za-z.-]{1,60})?");

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    public SeenNode {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(doubt, "doubt");
    }

    /**
     * What the Node object in Kubernetes says. Its author is whoever may write Node objects, so nothing is done on the
     * basis of a claim alone.
     *
     * @param at when Kubernetes said so
     * @param addresses canonical texts, at least one
     * @param kubernetesVersion of the kubelet; null when unknown
     */
    public record Claim(
            Instant at,
            Role role,
            List<String> addresses,
            @Nullable String kubernetesVersion) {
        public Claim {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(role, "role");
            addresses = List.copyOf(addresses);
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("a claim without an address says nothing");
            }
        }
    }

    /**
     * What the machine itself said over the Talos API, with a certificate of the cluster's Talos CA for this address.
     *
     * @param at when it answered
     * @param hostname in Talos
     * @param address at which it answered; canonical text
     * @param uuid null when unknown
     * @param mac lower case with colons; null when it has several interfaces in use
     * @param disk path of the disk that Talos is installed on; null when unknown
     * @param diskSerial of that disk; null when it has none
     * @param talosVersion null when unknown
     */
    public record Machine(
            Instant at,
            String hostname,
            Role role,
            String address,
            @Nullable MachineUuid uuid,
            @Nullable String mac,
            @Nullable String disk,
            @Nullable String diskSerial,
            @Nullable String talosVersion) {
        public Machine {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(hostname, "hostname");
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(address, "address");
        }
    }

    /**
     * What is known after a later look. What that look did not get an answer to is kept, except the properties of a
     * machine that was replaced by another one.
     */
    public SeenNode then(SeenNode later) {
        var before = machine;
        var after = later.machine;
        return new SeenNode(
                name,
                later.claim == null ? claim : later.claim,
                after == null ? before : before == null ? after : merged(before, after),
                later.doubt);
    }

    private static Machine merged(Machine before, Machine after) {
        var uuid = before.uuid;
        if (uuid != null && after.uuid == null) {
            // a part of an answer: it may be another machine, with other disks
            return before;
        }
        if (uuid != null && after.uuid != null && !uuid.sameMachine(after.uuid)) {
            return after;
        }
        boolean sameDisk = after.disk == null || after.disk.equals(before.disk);
        return new Machine(
                after.at,
                after.hostname,
                after.role,
                after.address,
                after.uuid,
                after.mac == null ? before.mac : after.mac,
                after.disk == null ? before.disk : after.disk,
                after.diskSerial == null && sameDisk ? before.diskSerial : after.diskSerial,
                after.talosVersion == null ? before.talosVersion : after.talosVersion);
    }

    /** Whether a text can be a version of Talos or Kubernetes; what a cluster says is put into commands and addresses. */
    public static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }

    /** When the machine or Kubernetes last showed the node, to the minute, for people. */
    public String lastSeen() {
        var shown = machine == null ? null : machine.at;
        if (claim != null && (shown == null || shown.isBefore(claim.at))) {
            shown = claim.at;
        }
        return shown == null ? "never" : time(shown);
    }

    /** {@code 2026-11-29}, in UTC. */
    public static String day(Instant at) {
        return at.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    /** {@code 2026-11-29 14:05 UTC}. */
    public static String time(Instant at) {
        return MINUTE.format(at);
    }
}
