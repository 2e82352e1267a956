package dev.kaltstart.twin;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.lab.World;
import dev.kaltstart.shell.Shells;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A twin whose time passes by itself: a minute in a second. Nothing is wrong with it. */
public final class TwinWorld implements World {

    private static final String RECOVERY = "contract-2026-0001";
    private static final String NAMESPACE = "contract";
    private static final double SPEED = 60;

    private final Twins twins;
    private final Cluster cluster;

    private TwinWorld(Path directory, Shells shells) {
        Clusters.Protected described = TwinFixture.described(directory);
        twins = new Twins(directory.resolve("home").toString(), Clock.systemUTC(), shells);
        var rehearsals = new TwinRehearsals(twins, shells);
        rehearsals.prepare(RECOVERY, "", described, "", new Rehearsals.Settings(true, SPEED, List.of(), Map.of()));
        cluster = rehearsals.open(RECOVERY, described, "step", shells);
    }

    public static TwinWorld open(Path directory) {
        return open(directory, DirectShells.withoutPrograms());
    }

    /** One that has a Git repository of its own. */
    public static TwinWorld withRepository(Path directory) {
        return open(directory, DirectShells.withRealPrograms());
    }

    private static TwinWorld open(Path directory, Shells shells) {
        var world = new TwinWorld(directory, shells);
        world.kubernetes()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        return world;
    }

    @Override
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public String namespace() {
        return NAMESPACE;
    }

    @Override
    public void silence(String node) {
        twin().world().on(world -> {
            world.machine(node).ifPresent(machine -> machine.breakKubelet(true, world.now()));
            return world;
        });
    }

    /** Takes the power from a machine. */
    public void powerOff(String node) {
        twin().world().on(world -> {
            world.machine(node).ifPresent(machine -> machine.powerOff(world.now()));
            return world;
        });
    }

    Twin twin() {
        return twins.find(RECOVERY).orElseThrow();
    }

    @Override
    public void close() {
        twins.stop();
    }
}
