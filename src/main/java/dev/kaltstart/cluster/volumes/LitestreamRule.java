package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;
import static dev.kaltstart.kustomize.ManifestFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.volumes.PodShape.Container;
import dev.kaltstart.kustomize.BuildFailure;
import dev.kaltstart.kustomize.ManifestFields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Litestream copies single databases of a volume, continuously; which ones is in its configuration, or behind its verb (src:
 * benbjohnson/litestream:cmd/litestream/{main,replicate}.go).
 */
final class LitestreamRule implements BackupRule {

    private static final Pattern IMAGE = Pattern.compile("(?:.*/)?litestream(?:[:@].*)?");
    private static final Pattern REPLICATE = Pattern.compile("(?:^|\\W)replicate(?:\\W|$)");
    private static final Pattern DATABASE = Pattern.compile("(?s)(?:^|\\s)replicate\\s.*?(/\\S+)\\s+\\S+://");
    private static final int MOST = 20;

    private final ConfigTexts configMaps;

    LitestreamRule(ConfigTexts configMaps) {
        this.configMaps = configMaps;
    }

    @Override
    public void judge(FoundVolume volume, List<ClaimMount> pods, Judgement judgement) {
        pods.forEach(mount -> mount.pod().containers().stream()
                .filter(container -> IMAGE.matcher(container.image()).matches()
                        && REPLICATE.matcher(container.text()).find())
                .forEach(container -> judge(mount, container, judgement)));
    }

    private void judge(ClaimMount mount, Container container, Judgement judgement) {
        var places = container.of(mount.volume());
        if (places.isEmpty()) {
            return;
        }
        var object = mount.pod().namespace() + "/" + mount.pod().owner();
        var all = databases(mount.pod(), container);
        var here = all.stream()
                .filter(file -> places.stream().anyMatch(place -> place.holds(file)))
                .toList();
        if (!here.isEmpty()) {
            judgement.backup(
                    DataSystem.LITESTREAM,
                    object,
                    "only " + String.join(", ", here),
                    mount.pod().source());
        } else if (all.isEmpty()) {
            judgement.doubt("Litestream of " + object, "mounts it, but its configuration is not in the repository");
        }
    }

    private Set<String> databases(PodShape pod, Container container) {
        var found = new LinkedHashSet<String>();
        var matcher = DATABASE.matcher(container.text());
        while (matcher.find() && found.size() < MOST) {
            found.add(ManifestText.name(matcher.group(1)));
        }
        container.mounts().stream()
                .filter(mount -> pod.configMaps().containsKey(mount.volume()))
                .flatMap(mount ->
                        configMaps
                                .texts(
                                        pod.namespace(),
                                        pod.configMaps().getOrDefault(mount.volume(), ""),
                                        mount.subPath())
                                .stream())
                .flatMap(LitestreamRule::listed)
                .limit(MOST)
                .forEach(found::add);
        return found;
    }

    private static Stream<String> listed(String configuration) {
        var found = new ArrayList<String>();
        try {
            for (JsonNode database : at(ManifestFields.parsed(configuration), "dbs")) {
                var path = text(database, "path").isEmpty() ? text(database, "dir") : text(database, "path");
                if (!at(database, "replica").isMissingNode()
                        || !at(database, "replicas").isEmpty()) {
                    found.add(ManifestText.name(path));
                }
            }
        } catch (BuildFailure failure) {
            return Stream.of();
        }
        return found.stream();
    }
}
