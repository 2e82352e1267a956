package dev.kaltstart.twin.life;

import dev.kaltstart.twin.world.Fault;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;

/** A slow node recovers by itself, some time after the first probe, however fast the clock runs. */
public final class SlowNode implements Rule {

    private static final String LOOKED_AT = "slow/looked-at";
    private static final Duration RETURNS_IN = Duration.ofSeconds(40);

    /** The node was probed. */
    public static void lookedAt(World world, String node) {
        if (world.order().suffers(Fault.NODE_SLOW) && node.equals(world.order().subject())) {
            world.timers().since(LOOKED_AT, world.now());
        }
    }

    @Override
    public void apply(World world, Instant now) {
        if (world.timers().started(LOOKED_AT) && world.timers().passed(LOOKED_AT, RETURNS_IN, now)) {
            world.subject().ifPresent(machine -> {
                if (machine.silentSince() != null && !world.marks().containsKey("slow")) {
                    machine.breakKubelet(false, now);
                    world.marks().put("slow", "returned");
                }
            });
        }
    }
}
