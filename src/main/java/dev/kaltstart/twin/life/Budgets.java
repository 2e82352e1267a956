package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.store.Selector;
import dev.kaltstart.twin.world.Fault;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Disruption budgets count their pods. */
public final class Budgets implements Rule {

    /** The blocking budget of the ordered fault. */
    public static final String BLOCKER = "drain-blocker";

    private static final String REFUSED = "refused/" + BLOCKER;
    private static final Duration FREED_IN = Duration.ofMinutes(3);

    @Override
    public void apply(World world, Instant now) {
        for (ObjectNode budget : world.objects().list(Kinds.BUDGET)) {
            world.objects().update(Objects.key(Kinds.BUDGET, budget), object -> count(world, object));
        }
        if (world.order().suffers(Fault.DRAIN_BLOCKED_ONCE)
                && world.timers().started(REFUSED)
                && world.timers().passed(REFUSED, FREED_IN, now)) {
            world.objects().list(Kinds.BUDGET).stream()
                    .filter(budget -> BLOCKER.equals(LonghornObjects.name(budget)))
                    .forEach(budget -> world.objects().remove(Objects.key(Kinds.BUDGET, budget)));
        }
    }

    /** The budgets of a pod. */
    public static List<ObjectNode> of(World world, ObjectNode pod) {
        return world.objects().list(Kinds.BUDGET).stream()
                .filter(budget ->
                        Json.text(budget, "metadata", "namespace").equals(Json.text(pod, "metadata", "namespace")))
                .filter(budget -> Selector.selects(Json.at(budget, "spec", "selector"), pod))
                .toList();
    }

    /** Records that a budget refused: the self-clearing one waits for that. */
    public static void refused(World world, ObjectNode budget, Instant now) {
        if (BLOCKER.equals(LonghornObjects.name(budget))) {
            world.timers().since(REFUSED, now);
        }
    }

    public static void count(World world, ObjectNode budget) {
        var pods = world.objects().list(Kinds.POD, Json.text(budget, "metadata", "namespace")).stream()
                .filter(pod -> Selector.selects(Json.at(budget, "spec", "selector"), pod))
                .toList();
        var expected = pods.size();
        var healthy = (int) pods.stream().filter(Pods::healthy).count();
        var spec = Json.at(budget, "spec");
        var desired = spec.has("maxUnavailable")
                ? expected - share(spec.path("maxUnavailable").asText(), expected)
                : share(spec.path("minAvailable").asText("0"), expected);
        Json.within(budget, "status")
                .put("expectedPods", expected)
                .put("currentHealthy", healthy)
                .put("desiredHealthy", desired)
                .put("disruptionsAllowed", Math.max(0, healthy - desired))
                .put(
                        "observedGeneration",
                        Json.at(budget, "metadata", "generation").asLong());
    }

    private static int share(String value, int of) {
        return value.endsWith("%")
                ? (int) Math.ceil(of * Double.parseDouble(value.substring(0, value.length() - 1)) / 100)
                : Integer.parseInt(value);
    }
}
