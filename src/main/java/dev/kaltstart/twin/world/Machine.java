package dev.kaltstart.twin.world;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One machine: what its firmware, its disk and Talos on it know. Guarded by its world's lock. */
@JsonAutoDetect(
        fieldVisibility = Visibility.ANY,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
public final class Machine {

    public static final Set<String> LABELS = Set.of("STATE", "EPHEMERAL", "META");
    public static final Duration RESETS_IN = Duration.ofSeconds(90);
    public static final Duration BOOTS_IN = Duration.ofMinutes(2);

    private final Blueprint blueprint;
    private String uuid;
    private String dataDisk;
    private Stage stage = Stage.RUNNING;
    private List<StageChange> moves = new ArrayList<>();
    private @Nullable String pki;
    private String hostname;
    private boolean kubeletBroken;
    private boolean etcdData;
    private @Nullable Instant silentSince;

    @JsonCreator
    Machine(
            @JsonProperty("blueprint") Blueprint blueprint,
            @JsonProperty("uuid") String uuid,
            @JsonProperty("dataDisk") String dataDisk,
            @JsonProperty("hostname") String hostname) {
        this.blueprint = blueprint;
        this.uuid = uuid;
        this.dataDisk = dataDisk;
        this.hostname = hostname;
    }

    /** A machine that has long been a member of the cluster with this PKI. */
    public static Machine member(Blueprint blueprint, String uuid, String pki) {
        var machine = new Machine(blueprint, uuid, diskOf(uuid, 0), blueprint.name());
        machine.pki = pki;
        machine.etcdData = blueprint.controlPlane();
        return machine;
    }

    private static String diskOf(String uuid, long generation) {
        return UUID.nameUUIDFromBytes((uuid + generation).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    public String name() {
        return blueprint.name();
    }

    /** Its host name in Talos, as the repository writes it. */
    public String talosName() {
        String hostname = blueprint.hostname();
        return hostname == null ? name() : hostname;
    }

    public String address() {
        return blueprint.address();
    }

    public Blueprint blueprint() {
        return blueprint;
    }

    public boolean controlPlane() {
        return blueprint.controlPlane();
    }

    public String uuid() {
        return uuid;
    }

    public Stage stage() {
        return stage;
    }

    /** Identity of the data on the data partition; every wipe changes it. */
    public String dataDisk() {
        return dataDisk;
    }

    /** The CA of the configuration it has; null when it has none. */
    public @Nullable String pki() {
        return pki;
    }

    public boolean etcdData() {
        return etcdData;
    }

    /** The authenticated API is up. */
    public boolean answers() {
        return pki != null && (stage == Stage.BOOTING || stage == Stage.RUNNING || stage == Stage.RESETTING);
    }

    /** The kubelet talks to the cluster with this PKI, under its right name. */
    public boolean kubeletRuns(String clusterPki) {
        return stage == Stage.RUNNING && !kubeletBroken && clusterPki.equals(pki) && registers();
    }

    /** Kubernetes knows no capitals, and no domain where the repository does not say so. */
    private boolean registers() {
        String small = hostname.toLowerCase(Locale.ROOT);
        return small.equals(name()) || small.startsWith(name() + ".");
    }

    /** Since when the kubelet has been silent; null when it is not. */
    public @Nullable Instant silentSince() {
        return silentSince;
    }

    public void kubelet(boolean heard, Instant now) {
        if (heard) {
            silentSince = null;
        } else if (silentSince == null) {
            silentSince = now;
        }
    }

    /** Breaks or repairs the kubelet alone. */
    public void breakKubelet(boolean broken, Instant since) {
        kubeletBroken = broken;
        silentSince = broken ? since : null;
    }

    public void powerOff(Instant since) {
        stage = Stage.OFF;
        moves.clear();
        kubelet(false, since);
    }

    /** The power button is pressed with a Talos image in the machine. Does nothing when it boots from one already. */
    public void bootFromMedia(Instant now) {
        if (stage == Stage.MAINTENANCE || moves.stream().anyMatch(move -> move.to() == Stage.MAINTENANCE)) {
            return;
        }
        powerOff(now);
        wipe(Set.of("STATE", "EPHEMERAL"), now);
        stage = Stage.REBOOTING;
        moves.add(StageChange.to(Stage.MAINTENANCE, now.plus(BOOTS_IN)));
    }

    /** Fire, water, theft: another machine with empty disks takes its place, and is off. */
    public void lose(Instant at) {
        powerOff(at);
        wipe(LABELS, at);
    }

    /** The hardware was replaced. */
    public void becomes(String otherUuid) {
        uuid = otherUuid;
    }

    /**
     * @param labels partitions to wipe; empty: the whole disk, from which nothing boots any more
     * @param reboot else the power goes off
     */
    public void reset(Set<String> labels, boolean reboot, Instant now) {
        var wiped = labels.isEmpty() ? LABELS : labels;
        stage = Stage.RESETTING;
        moves.clear();
        moves.addAll(StageChange.reset(wiped, reboot && !labels.isEmpty(), now));
    }

    /** Takes another CA while it runs; one without a configuration takes none. */
    void trust(String authority) {
        if (pki != null) {
            pki = authority;
        }
    }

    /** Takes a configuration in maintenance mode: installs, reboots, runs. */
    public void install(String configuredPki, String configuredName, Instant now) {
        pki = configuredPki;
        hostname = configuredName;
        stage = Stage.INSTALLING;
        moves.clear();
        moves.addAll(StageChange.install(now));
    }

    /** etcd has joined, or was bootstrapped, here. */
    public void etcdStarted() {
        etcdData = true;
    }

    /** A hash of all that can change. */
    int state() {
        return Objects.hash(uuid, dataDisk, stage, moves, pki, hostname, kubeletBroken, etcdData, silentSince);
    }

    void advance(Instant now) {
        while (!moves.isEmpty() && !moves.get(0).at().isAfter(now)) {
            var move = moves.remove(0);
            stage = move.to();
            wipe(move.wipes(), move.at());
        }
    }

    private void wipe(Set<String> labels, Instant at) {
        if (labels.contains("STATE")) {
            pki = null;
            kubeletBroken = false;
        }
        if (labels.contains("EPHEMERAL")) {
            etcdData = false;
            kubeletBroken = false;
            dataDisk = diskOf(uuid, at.toEpochMilli());
        }
    }
}
