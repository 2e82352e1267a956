package dev.kaltstart.twin.life;

import dev.kaltstart.twin.world.Rule;
import java.util.List;

/** All rules of a twin, in the order of their evaluation. */
public final class LifeRules {

    public static final List<Rule> RULES = List.of(
            new SlowNode(),
            new Kubelets(),
            new NodeController(),
            new ControlPlanes(),
            new Workloads(),
            new LonghornNodes(),
            new ReplicaHosts(),
            new Provisioner(),
            new Scheduler(),
            new Attachments(),
            new PodLife(),
            new LonghornVolumes(),
            new Rebuilds(),
            new Budgets(),
            new NamespaceController(),
            new SourceController(),
            new Kustomizations(),
            new Releases(),
            new ManualEdits(),
            new FluxLife());

    private LifeRules() {}
}
