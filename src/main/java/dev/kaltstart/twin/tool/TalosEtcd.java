package dev.kaltstart.twin.tool;

import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.Member;
import dev.kaltstart.twin.world.Stage;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** {@code talosctl etcd ...} and {@code bootstrap}. */
final class TalosEtcd {

    private static final Duration TIMES_OUT = Duration.ofSeconds(30);

    /** The namespaces that the API server makes. */
    private static final List<String> NEW_CLUSTER = List.of("default", "kube-node-lease", "kube-public", "kube-system");

    private TalosEtcd() {}

    static CommandOutcome members(TalosCall call) {
        var table = new Table().row("NODE", "ID", "HOSTNAME", "PEER URLS", "CLIENT URLS", "LEARNER");
        var outcome = call.each(machine -> etcd(call, "etcd members", machine, asked -> {
            call.world()
                    .etcd()
                    .members()
                    .forEach(member -> table.row(
                            asked.address(),
                            member.id(),
                            hostname(call.world(), member),
                            member.peer(),
                            member.client(),
                            member.learner()));
            return CommandOutcome.ok("");
        }));
        return outcome.exitCode() == 0 ? outcome.then(CommandOutcome.ok(table.toString())) : outcome;
    }

    /** etcd has the name of the host, without its domain. */
    private static String hostname(World world, Member member) {
        return world.machines().stream()
                .filter(machine -> machine.name().equals(member.name()))
                .map(Machine::talosName)
                .findFirst()
                .map(name -> name.replaceAll("\\..*", ""))
                .orElse(member.name());
    }

    static CommandOutcome status(TalosCall call) {
        var table = new Table()
                .row(
                        "NODE",
                        "MEMBER",
                        "DB SIZE",
                        "IN USE",
                        "LEADER",
                        "RAFT INDEX",
                        "RAFT TERM",
                        "RAFT APPLIED INDEX",
                        "LEARNER",
                        "PROTOCOL",
                        "STORAGE",
                        "ERRORS");
        var outcome = call.each(machine -> etcd(call, "etcd status", machine, asked -> {
            var world = call.world();
            var member = world.etcd().find(asked.name()).orElseThrow();
            var quorum = world.etcd().quorum();
            var index = 100_000 + world.objects().version();
            table.row(
                    asked.address(),
                    member.id(),
                    "58 MB",
                    "23 MB (39.66%)",
                    quorum ? leader(world) : "0000000000000000",
                    index,
                    7,
                    index,
                    member.learner(),
                    "3.6.5",
                    "3.6.0",
                    quorum ? "" : "etcdserver: no leader");
            return CommandOutcome.ok("");
        }));
        return outcome.exitCode() == 0 ? outcome.then(CommandOutcome.ok(table.toString())) : outcome;
    }

    private static String leader(World world) {
        return world.etcd().members().stream()
                .filter(member -> !member.learner()
                        && world.machine(member.name())
                                .filter(world.etcd()::runs)
                                .isPresent())
                .map(Member::id)
                .findFirst()
                .orElse("0000000000000000");
    }

    static CommandOutcome removeMember(TalosCall call) {
        var id = call.flags().word(0);
        if (call.flags().positional().size() != 1) {
            throw new Usage(
                    "accepts 1 arg(s), received " + call.flags().positional().size());
        }
        if (!id.matches("[0-9a-fA-F]{1,16}")) {
            return CommandOutcome.failed(
                    "error parsing member ID: strconv.ParseUint: parsing \"%s\": invalid syntax".formatted(id));
        }
        return call.each(machine -> etcd(call, "etcd remove-member", machine, asked -> {
            if (!call.world().etcd().quorum()) {
                return TalosCall.rpc("DeadlineExceeded", "context deadline exceeded")
                        .after(TIMES_OUT);
            }
            return call.world().etcd().remove(id)
                    ? CommandOutcome.ok("")
                    : TalosCall.rpc("NotFound", "etcdserver: member not found");
        }));
    }

    static CommandOutcome snapshot(TalosCall call) {
        if (call.flags().positional().size() != 1) {
            throw new Usage(
                    "accepts 1 arg(s), received " + call.flags().positional().size());
        }
        var path = call.flags().word(0);
        return call.single(
                "etcd snapshot",
                machine -> etcd(call, "etcd snapshot", machine, asked -> {
                    var version = call.world().objects().version();
                    Scratch.write(call.call().path(path), "etcd snapshot of a twin at " + version + "\n");
                    return CommandOutcome.ok("etcd snapshot saved to \"%s\" (58482720 bytes)\n".formatted(path)
                                    + "snapshot info: hash %08x, revision %d, total keys %d, total size 58482688\n"
                                            .formatted(version * 2654435761L & 0xffffffffL, version, 1200))
                            .after(Duration.ofSeconds(15));
                }));
    }

    /** Of the services it knows etcd, which waits in {@code Preparing} for its bootstrap or for a cluster to join. */
    static CommandOutcome service(TalosCall call) {
        if (!call.flags().word(0).equals("etcd")) {
            return CommandOutcome.failed("service \"%s\" is not registered on node"
                    .formatted(call.flags().word(0)));
        }
        return call.each(machine -> {
            if (!machine.controlPlane()) {
                return CommandOutcome.failed("service \"etcd\" is not registered on node");
            }
            var state = call.world().etcd().runs(machine)
                    ? "Running"
                    : machine.stage() == Stage.RUNNING ? "Preparing" : "Waiting";
            return CommandOutcome.ok("NODE     %s\nID       etcd\nSTATE    %s\nHEALTH   %s\n"
                    .formatted(machine.address(), state, state.equals("Running") ? "OK" : "?"));
        });
    }

    static CommandOutcome bootstrap(TalosCall call) {
        return call.single("bootstrap", machine -> {
            if (!machine.controlPlane()) {
                return TalosCall.rpc("FailedPrecondition", "bootstrap can only be performed on a control plane node");
            }
            if (machine.etcdData()) {
                return TalosCall.rpc("AlreadyExists", "etcd data directory is not empty");
            }
            if (machine.stage() != Stage.RUNNING) {
                return TalosCall.rpc("FailedPrecondition", "bootstrap is not available yet");
            }
            if (call.flags().value("recover-from", "").isEmpty()) {
                call.world().objects().clear();
                NEW_CLUSTER.forEach(name -> call.world()
                        .objects()
                        .create(
                                Kinds.NAMESPACE.key(name),
                                Json.of("{'status': {'phase': 'Active'}}"),
                                call.call().now()));
            }
            call.world().etcd().bootstrap(machine, call.call().now());
            return CommandOutcome.ok("").after(Duration.ofSeconds(10));
        });
    }

    private static CommandOutcome etcd(
            TalosCall call, String api, Machine machine, Function<Machine, CommandOutcome> action) {
        if (!machine.controlPlane()) {
            return TalosCall.rpc("Unimplemented", api + " is only available on control plane nodes");
        }
        if (!call.world().etcd().runs(machine)) {
            return TalosCall.rpc("Unavailable", "error building etcd client: context deadline exceeded")
                    .after(TIMES_OUT);
        }
        return action.apply(machine);
    }
}
