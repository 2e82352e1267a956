package dev.kaltstart.twin.world;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One rule, and the state of the world in which it had nothing to do. */
final class RuleMemory {

    private final Rule rule;
    private @Nullable WorldState idle;
    private Instant until = Instant.MIN;

    RuleMemory(Rule rule) {
        this.rule = rule;
    }

    /**
     * Evaluates the rule unless it could not do anything.
     *
     * @param state of the world now
     * @return the state afterwards
     */
    WorldState apply(World world, Instant now, WorldState state) {
        if (state.equals(idle) && now.isBefore(until)) {
            return state;
        }
        world.timers().forgetQueries();
        rule.apply(world, now);
        var after = world.state();
        idle = after.equals(state) && !rule.watchesClock() ? state : null;
        until = world.timers().nextEnd();
        return after;
    }
}
