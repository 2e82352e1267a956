package dev.kaltstart.twin.world;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The membership of etcd. Guarded by its world's lock. */
public final class Etcd {

    private static final Duration LEARNS_IN = Duration.ofSeconds(30);

    private final Map<String, Machine> machines;
    private final Seed seed;
    private final List<Member> members = new ArrayList<>();

    Etcd(Map<String, Machine> machines, Seed seed) {
        this.machines = machines;
        this.seed = seed;
    }

    public List<Member> members() {
        return List.copyOf(members);
    }

    void load(List<Member> saved) {
        members.clear();
        members.addAll(saved);
    }

    public Optional<Member> find(String name) {
        return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }

    /** More than half of the voters live. */
    public boolean quorum() {
        return quorumWith(members);
    }

    /** It would still have a majority when this one is gone for good. */
    public boolean quorumWithout(String name) {
        return quorumWith(
                members.stream().filter(member -> !member.name().equals(name)).toList());
    }

    private boolean quorumWith(List<Member> among) {
        var voters = among.stream().filter(member -> !member.learner()).toList();
        var alive = voters.stream().filter(this::alive).count();
        return alive > voters.size() / 2;
    }

    private boolean alive(Member member) {
        var machine = machines.get(member.name());
        return machine != null && runs(machine);
    }

    /** The etcd service of this machine is up and a member. */
    public boolean runs(Machine machine) {
        return machine.controlPlane()
                && machine.stage() == Stage.RUNNING
                && machine.etcdData()
                && find(machine.name()).isPresent();
    }

    public boolean remove(String id) {
        return members.removeIf(member -> member.id().equals(id));
    }

    /** A member that leaves by itself. */
    public void leave(String name) {
        members.removeIf(member -> member.name().equals(name));
    }

    public void register(Machine machine, boolean learner, Instant now) {
        leave(machine.name());
        var id = seed.hex("etcd/" + machine.name() + "/" + now, 16);
        members.add(new Member(id, machine.name(), machine.address(), learner, now));
        machine.etcdStarted();
    }

    /** Somebody added this machine once more, and it never started as that member. */
    public void addUnstarted(Machine machine, Instant now) {
        members.add(new Member(seed.hex("etcd/unstarted/" + machine.name(), 16), "", machine.address(), true, now));
    }

    /** The member keeps its name and has another address than its machine. */
    public void move(Machine machine, String address) {
        members.replaceAll(member -> member.name().equals(machine.name()) ? member.at(address) : member);
    }

    /** Nothing is left of it. */
    public void dissolve() {
        members.clear();
    }

    /** A new cluster of one. */
    public void bootstrap(Machine machine, Instant now) {
        members.clear();
        register(machine, false, now);
    }

    /** Lets machines join that have lost their data, as Talos does: the old member of that name goes first. */
    void advance(String pki, Instant now) {
        members.replaceAll(member -> member.learner()
                        && member.started()
                        && !member.since().plus(LEARNS_IN).isAfter(now)
                ? member.promoted()
                : member);
        machines.values().stream()
                .filter(machine -> machine.controlPlane() && machine.kubeletRuns(pki) && !machine.etcdData())
                .filter(machine -> quorumWithout(machine.name()))
                .forEach(machine -> register(machine, true, now));
    }
}
