package dev.kaltstart.ui;

import dev.kaltstart.alert.IgnoredAlerts;
import dev.kaltstart.alert.Proposals;
import dev.kaltstart.approval.PendingApprovals;
import dev.kaltstart.approval.ShownPlan;
import dev.kaltstart.approval.ShownPlans;
import dev.kaltstart.backup.protection.SeenProtection;
import dev.kaltstart.backup.protection.SeenProtections;
import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.volumes.DeclaredVolumes;
import dev.kaltstart.drill.ScheduledDrill;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.engine.PhaseHistory;
import dev.kaltstart.flux.lease.Standstill;
import dev.kaltstart.flux.lease.Standstills;
import dev.kaltstart.flux.watch.FluxLooks;
import dev.kaltstart.notify.ChannelState;
import dev.kaltstart.readiness.KnownReadiness;
import dev.kaltstart.recovery.Recoveries;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the pages ask, with answers that a test writes down. */
public class Fakes
        implements Recoveries,
                HumanTasks,
                Proposals,
                FluxLooks,
                Standstills,
                ShownPlans,
                PendingApprovals,
                IgnoredAlerts,
                KnownReadiness.ByCluster,
                ChannelState.ByCluster,
                ScheduledDrill.ByCluster,
                SeenProtections {

    public final List<Recovery> recoveries = new ArrayList<>();
    public final List<Open> tasks = new ArrayList<>();
    public final List<Clusters.Protected> clusters = new ArrayList<>();
    public final List<Proposed> proposals = new ArrayList<>();
    public final List<String> started = new ArrayList<>();
    public final List<Ignored> ignored = new ArrayList<>();
    public final List<Refused> refused = new ArrayList<>();
    public final List<Clusters.Unreadable> unreadable = new ArrayList<>();
    public final Map<String, SeenProtection> protections = new HashMap<>();
    public final Map<String, KnownReadiness> readiness = new HashMap<>();
    public final Map<String, FluxLooks.Seen> flux = new HashMap<>();
    public final List<Standstill> standing = new ArrayList<>();
    public final List<ChannelState> channels = new ArrayList<>();
    public final List<ScheduledDrill> drills = new ArrayList<>();
    public final List<PhaseHistory.Phase> phases = new ArrayList<>();
    public final List<StepState> steps = new ArrayList<>();
    public final List<Entry> timeline = new ArrayList<>();

    public final List<ShownPlan> plans = new ArrayList<>();
    public final List<Pending> pending = new ArrayList<>();
    public final List<String> cancelled = new ArrayList<>();

    @Override
    public List<ShownPlan> bundle(String recovery, String bundle) {
        return plans.stream()
                .filter(plan ->
                        plan.recovery().equals(recovery) && plan.bundle().equals(bundle))
                .toList();
    }

    @Override
    public Recovery start(Request request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Recovery> find(String id) {
        return recoveries.stream().filter(recovery -> recovery.id().equals(id)).findFirst();
    }

    @Override
    public List<Recovery> list(@Nullable String cluster, @Nullable State state, @Nullable Mode mode) {
        return recoveries.stream()
                .filter(recovery -> mode == null || recovery.mode() == mode)
                .toList();
    }

    @Override
    public List<Recovery> notEnded(String cluster) {
        return list(cluster, null, null).stream()
                .filter(recovery -> !recovery.state().ended())
                .toList();
    }

    @Override
    public boolean startedSince(String cluster, String scenario, @Nullable String subject, Instant since) {
        return list(cluster, null, null).stream()
                .filter(recovery -> recovery.scenario().equals(scenario))
                .filter(recovery -> Objects.equals(recovery.subject(), subject))
                .anyMatch(recovery -> !recovery.createdAt().isBefore(since));
    }

    @Override
    public List<Entry> timeline(String id) {
        return timeline;
    }

    @Override
    public List<StepState> steps(String id) {
        return steps;
    }

    @Override
    public void abort(String id, String reason, String person) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void note(String id, String kind, String message, @Nullable String person) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<HumanTasks.Open> open(String recovery) {
        return tasks.stream().filter(task -> task.recovery().equals(recovery)).toList();
    }

    @Override
    public void giveUp(String task, String person, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void complete(String task, String person, Map<String, Object> answers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Object> exampleAnswers(HumanTasks.Open task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Proposed> open() {
        return proposals;
    }

    @Override
    public String start(String proposal, @Nullable String subject, String person) {
        started.add(proposal + " " + subject + " " + person);
        return "r-started";
    }

    @Override
    public List<Ignored> lastDay() {
        return ignored;
    }

    @Override
    public List<Refused> lastHour() {
        return refused;
    }

    @Override
    public Optional<SeenProtection> lastLook(String cluster) {
        return Optional.ofNullable(protections.get(cluster));
    }

    @Override
    public Optional<KnownReadiness> last(String cluster) {
        return Optional.ofNullable(readiness.get(cluster));
    }

    @Override
    public Optional<FluxLooks.Seen> newest(String cluster) {
        return Optional.ofNullable(flux.get(cluster));
    }

    @Override
    public List<ChannelState> states(String cluster) {
        return channels;
    }

    @Override
    public List<ScheduledDrill> drills(String cluster) {
        return drills;
    }

    @Override
    public List<Standstill> of(String cluster) {
        return standing;
    }

    @Override
    public List<Standstill> during(String recovery) {
        return standing;
    }

    @Override
    public List<Pending> unused(String recovery) {
        return pending;
    }

    @Override
    public List<String> cancel(String recovery, String bundle, String person, String reason) {
        cancelled.add(recovery + " " + bundle + " " + person + ": " + reason);
        List<String> steps =
                pending.stream().flatMap(one -> one.steps().stream()).toList();
        pending.clear();
        return steps;
    }

    Clusters asClusters() {
        return new Clusters() {
            @Override
            public List<Protected> all() {
                return clusters;
            }

            @Override
            public List<Unreadable> unreadable() {
                return unreadable;
            }

            @Override
            public Optional<Protected> find(String name) {
                return clusters.stream().filter(one -> one.name().equals(name)).findFirst();
            }

            @Override
            public Cluster open(String name, Mode mode, String recovery, String step) {
                throw new UnsupportedOperationException();
            }
        };
    }

    static Clusters.Protected aCluster(String name, boolean twinOnly, Node... nodes) {
        return aCluster(name, twinOnly, DeclaredVolumes.NONE, nodes);
    }

    static Clusters.Protected aCluster(String name, boolean twinOnly, DeclaredVolumes volumes, Node... nodes) {
        var tools = new Inventory.Tools(
                Inventory.TaskRunner.TASK, Inventory.TalosTool.TALHELPER, Path.of("/k"), Path.of("/t"), Path.of("/a"));
        var inventory = new Inventory(
                Path.of("/repository"),
                name,
                "https://10.20.0.10:6443",
                "v1.11.3",
                "v1.34.1",
                Path.of("talos"),
                List.of(nodes),
                tools,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of("default"),
                Inventory.FluxBootstrap.FLUX_OPERATOR,
                new Inventory.ReportFiles(Path.of("docs/CHANGELOG.md"), null),
                List.of(),
                volumes);
        return new Clusters.Protected(name, twinOnly, List.of("paperless", "mediabox"), inventory);
    }

    static Node aNode(String name, Role role, String address) {
        return new Node(
                new NodeName(name), role, List.of(address), null, null, null, null, null, "config.yaml", "talconfig:1");
    }
}
