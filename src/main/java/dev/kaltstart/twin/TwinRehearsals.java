package dev.kaltstart.twin;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.TalosTool;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.shell.Shells;
import dev.kaltstart.twin.seed.BranchProtection;
import dev.kaltstart.twin.seed.Foundation;
import dev.kaltstart.twin.seed.Keys;
import dev.kaltstart.twin.seed.PlayLimits;
import dev.kaltstart.twin.seed.Tenants;
import dev.kaltstart.twin.tool.RenderedFiles;
import dev.kaltstart.twin.tool.Scratch;
import dev.kaltstart.twin.world.Fault;
import dev.kaltstart.twin.world.Site;
import dev.kaltstart.twin.world.TwinOrder;
import dev.kaltstart.twin.world.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Creates a twin for every rehearsal, from the inventory of the real cluster alone. */
@Component
class TwinRehearsals implements Rehearsals {

    private static final Set<TalosTool> RENDERERS = Set.of(TalosTool.TALHELPER, TalosTool.TOPF);

    private final Twins twins;
    private final Shells shells;

    TwinRehearsals(Twins twins, Shells shells) {
        this.twins = twins;
        this.shells = shells;
    }

    @Override
    public synchronized void prepare(
            String recovery, String fault, Clusters.Protected cluster, String subject, Settings settings) {
        if (!(settings.speed() > 0) || Double.isInfinite(settings.speed())) {
            throw new IllegalArgumentException("the speed of a rehearsal must be more than 0");
        }
        var inventory = cluster.inventory();
        var node = inventory.find(subject).map(found -> found.name().value()).orElse("");
        var faults = Fault.ordered(settings.faults(), fault, !node.isEmpty());
        if (twins.home().order(recovery).isPresent()) {
            return;
        }
        var directory = twins.home().begin(recovery);
        var copy = new ScratchCopy(inventory, directory.resolve("repository"));
        var order = new TwinOrder(
                recovery,
                cluster.name(),
                node,
                settings.speed(),
                faults,
                settings.unattended(),
                settings.answers(),
                twins.wall().instant(),
                site(inventory, copy));
        found(order, cluster, copy);
        twins.home().complete(order);
    }

    private void found(TwinOrder order, Clusters.Protected cluster, ScratchCopy copy) {
        begin(order, copy);
        var world = twins.world(order);
        world.on(there -> {
            new Foundation(there, cluster.inventory(), cluster.critical()).lay();
            return there;
        });
        credentials(world);
    }

    private void begin(TwinOrder order, ScratchCopy copy) {
        copy.make();
        if (order.suffers(Fault.PARENT_DELETED)) {
            new Tenants(copy.root()).settle();
        }
        copy.commit(shells.unremembered(shells.local()), twins.origin(order.recovery()), order.origin());
    }

    private static void credentials(World world) {
        var root = world.repository();
        var site = world.order().site();
        Scratch.write(root.resolve(site.talosconfig()), RenderedFiles.talosconfig(world, world.pki()));
        if (site.renderedByHand()) {
            // where the repository has a whole configuration, it is one of another authority
            world.machines().stream()
                    .filter(machine ->
                            Files.exists(root.resolve(machine.blueprint().configFile())))
                    .forEach(machine -> RenderedFiles.write(world, machine));
        }
    }

    private static Site site(Inventory inventory, ScratchCopy copy) {
        var secrets = inventory.machineSecrets();
        return new Site(
                inventory.name(),
                inventory.endpoint(),
                Objects.requireNonNullElse(inventory.talosVersion(), "v1.13.9"),
                Objects.requireNonNullElse(inventory.kubernetesVersion(), "v1.36.2"),
                copy.relative(inventory.talosDirectory()),
                copy.relative(inventory.tools().talosconfig()),
                copy.relative(inventory.tools().kubeconfig()),
                copy.relative(inventory.tools().ageKey()),
                secrets == null ? null : copy.relative(secrets),
                !RENDERERS.contains(inventory.tools().talosTool()),
                longhorn(inventory),
                schedulable(inventory));
    }

    private static boolean schedulable(Inventory inventory) {
        var workers = inventory.nodes().stream().anyMatch(node -> !node.controlPlane());
        return Schedulable.controlPlanes(inventory.root().resolve(inventory.talosDirectory()), workers);
    }

    private static boolean longhorn(Inventory inventory) {
        return inventory.namespaces().contains("longhorn-system")
                || inventory.kustomizations().stream()
                        .anyMatch(kustomization -> kustomization.name().contains("longhorn"));
    }

    @Override
    public Cluster open(String recovery, Clusters.Protected cluster, String step, Shells from) {
        var twin = twins.find(recovery)
                .orElseThrow(() -> new IllegalStateException(
                        "there is no twin for the recovery " + recovery + ": it has to be prepared first"));
        var looking = from.unremembered(twin.runner());
        var shell = step.equals(Clusters.LOOKING) ? looking : from.of(recovery, step, twin.runner());
        return new TwinCluster(cluster.name(), moved(cluster.inventory(), twin), twin, shell, looking);
    }

    @Override
    public List<String> limits(String recovery) {
        return twins.find(recovery).map(twin -> twin.world().on(PlayLimits::of)).orElse(List.of());
    }

    @Override
    public Map<String, byte[]> pack(String recovery) {
        return TwinArchive.pack(twins.home(), recovery);
    }

    @Override
    public synchronized void unpack(String recovery, Clusters.Protected cluster, Map<String, byte[]> packed) {
        var directory = twins.home().begin(recovery);
        var copy = new ScratchCopy(cluster.inventory(), directory.resolve("repository"));
        var order = here(TwinArchive.order(recovery, packed), cluster, copy);
        begin(order, copy);
        TwinArchive.unpack(directory, order, packed);
        var world = twins.world(order);
        if (order.suffers(Fault.PUSH_REFUSED) && world.origin().exists()) {
            new BranchProtection(world.origin()).raise();
        }
        Keys.ofOperator(world, cluster.inventory());
        credentials(world);
        twins.home().complete(order);
    }

    /** The order with the repository, paths and nodes of this installation. */
    private static TwinOrder here(TwinOrder theirs, Clusters.Protected cluster, ScratchCopy copy) {
        var inventory = cluster.inventory();
        boolean known = theirs.subject().isEmpty()
                || inventory
                        .find(theirs.subject())
                        .filter(node -> node.name().value().equals(theirs.subject()))
                        .isPresent();
        if (!known || !(theirs.speed() > 0) || Double.isInfinite(theirs.speed())) {
            throw new IllegalArgumentException("the twin is one of another cluster, or its time does not pass");
        }
        return new TwinOrder(
                theirs.recovery(),
                cluster.name(),
                theirs.subject(),
                theirs.speed(),
                theirs.faults(),
                theirs.unattended(),
                theirs.answers(),
                theirs.origin(),
                site(inventory, copy));
    }

    @Override
    public void discard(String recovery) {
        twins.discard(recovery);
    }

    @Override
    public void takeUp(String recovery) {
        twins.takeUp(recovery);
    }

    @Override
    public void close(String recovery) {
        twins.close(recovery);
    }

    /** The inventory for the twin: its own copy of the repository, credentials and API. */
    private static Inventory moved(Inventory inventory, Twin twin) {
        Path root = twin.world().repository();
        var copy = new ScratchCopy(inventory, root);
        var tools = inventory.tools();
        return new Inventory(
                root,
                inventory.name(),
                twin.url(),
                inventory.talosVersion(),
                inventory.kubernetesVersion(),
                inventory.talosDirectory().isAbsolute()
                        ? copy.place(inventory.talosDirectory())
                        : inventory.talosDirectory(),
                inventory.nodes(),
                new Inventory.Tools(
                        tools.runner(),
                        tools.talosTool(),
                        copy.place(tools.kubeconfig()),
                        copy.place(tools.talosconfig()),
                        copy.place(tools.ageKey())),
                inventory.machineSecrets(),
                inventory.sopsRules(),
                inventory.sopsFiles(),
                inventory.kustomizations(),
                inventory.namespaces(),
                inventory.bootstrap(),
                inventory.reportFiles(),
                inventory.systems(),
                inventory.volumes());
    }
}
