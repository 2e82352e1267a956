package dev.kaltstart.twin.data;

import dev.kaltstart.twin.life.LifeRules;
import dev.kaltstart.twin.world.Rule;
import java.util.List;
import java.util.stream.Stream;

/** All rules of a twin, in the order of their evaluation: what the cluster does, then what becomes of the data in it. */
public final class TwinRules {

    public static final List<Rule> RULES = Stream.concat(
                    LifeRules.RULES.stream(),
                    Stream.of(
                            new ReturningBackups(),
                            new KopiurRestores(),
                            new KopiurSnapshots(),
                            new AppData(),
                            new VolumeProbes(),
                            new VolSyncSources(),
                            new VolSyncDestinations(),
                            new VeleroBackups(),
                            new VeleroRestores(),
                            new LonghornBackups(),
                            new LonghornRestores()))
            .toList();

    private TwinRules() {}
}
