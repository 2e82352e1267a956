package dev.kaltstart.cluster.volumes;

import dev.kaltstart.cluster.volumes.BackupRule.NamedClaim;
import dev.kaltstart.cluster.volumes.FoundVolume.Origin;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Claims that something backs up by name though the repository does not declare them: a chart makes them, or a person. */
record NamedClaims(Map<String, FoundVolume> found) {

    void add(List<BackupRule> rules, Consumer<FoundVolume> add) {
        rules.stream()
                .flatMap(BackupRule::names)
                .filter(named -> !found.containsKey(named.namespace() + "/" + named.claim()))
                .toList()
                .forEach(named -> {
                    if (!isOfAChart(named)) {
                        add.accept(FoundVolume.of(
                                Origin.REFERENCE, named.namespace(), named.claim(), "", null, named.source()));
                    }
                });
    }

    /** The name then tells which volume of a chart it is, when the chart has only one. */
    private boolean isOfAChart(NamedClaim named) {
        var candidates = found.entrySet().stream()
                .filter(entry -> entry.getValue().origin() == Origin.CHART
                        && entry.getValue().claim().isEmpty()
                        && entry.getValue().namespace().equals(named.namespace())
                        && named.claim().contains(entry.getValue().app()))
                .toList();
        if (candidates.size() != 1) {
            return false;
        }
        candidates.get(0).setValue(candidates.get(0).getValue().named(named.claim()));
        return true;
    }
}
