package dev.kaltstart.backup;

import dev.kaltstart.backup.method.RestoreOrder;
import dev.kaltstart.backup.method.RestorePoint;
import dev.kaltstart.engine.HumanTask.Option;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Evidence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a person can choose from: the best restore point of each claim, or what one method has of all claims, step by step
 * further back.
 */
final class RestoreOptions {

    static final String BEST = "best";

    private static final int FURTHEST = 5;

    private final Map<String, List<RestoreOrder>> orders = new LinkedHashMap<>();

    private RestoreOptions(List<ClaimPoints> found) {
        put(BEST, found.stream().flatMap(claim -> order(claim, claim.points(), 0).stream()));
        found.stream()
                .flatMap(claim -> claim.points().stream())
                .map(RestorePoint::method)
                .distinct()
                .forEach(method -> putAll(method, found));
    }

    static RestoreOptions of(Run run, Evidence evidence) {
        return new RestoreOptions(ClaimPoints.of(run, evidence));
    }

    /** What the person has chosen; none before that. */
    static List<RestoreOrder> chosen(Run run, Evidence evidence) {
        return of(run, evidence).chosen(run.find(RestoreFacts.POINT).orElse(""));
    }

    private void putAll(String method, List<ClaimPoints> found) {
        for (int back = 0; back < FURTHEST; back++) {
            int at = back;
            put(
                    back == 0 ? method : method + "-" + back,
                    found.stream()
                            .flatMap(claim -> order(
                                    claim,
                                    claim.points().stream()
                                            .filter(point -> point.method().equals(method))
                                            .toList(),
                                    at)
                                    .stream()));
        }
    }

    private static Optional<RestoreOrder> order(ClaimPoints claim, List<RestorePoint> points, int at) {
        return points.size() <= at ? Optional.empty() : Optional.of(new RestoreOrder(claim.claim(), points.get(at)));
    }

    /** The same set of orders is offered once. */
    private void put(String value, java.util.stream.Stream<RestoreOrder> some) {
        List<RestoreOrder> all = some.toList();
        if (!all.isEmpty() && !orders.containsValue(all)) {
            orders.put(value, all);
        }
    }

    boolean isEmpty() {
        return orders.isEmpty();
    }

    /** None for a value that is not offered. */
    List<RestoreOrder> chosen(String value) {
        return orders.getOrDefault(value, List.of());
    }

    List<Option> options() {
        var options = new ArrayList<Option>();
        orders.forEach((value, some) -> options.add(new Option(
                value,
                (value.equals(BEST) ? "The best of each: " : "")
                        + some.stream()
                                .map(order -> order.claim().name() + " from "
                                        + order.point().label())
                                .collect(Collectors.joining("; ")))));
        return options;
    }
}
