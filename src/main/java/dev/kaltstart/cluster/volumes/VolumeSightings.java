package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;
import static dev.kaltstart.kustomize.ManifestFields.isA;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.volumes.BackupRule.ClaimMount;
import dev.kaltstart.cluster.volumes.FoundVolume.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the volumes of a cluster, and what backs them up, from the objects that Flux builds. */
public final class VolumeSightings {

    private static final int MOST = 5_000;
    private static final int MOST_UNREAD = 50;
    private static final String KUSTOMIZATION = "kustomize.toolkit.fluxcd.io/name";

    private final Map<String, FoundVolume> found = new LinkedHashMap<>();
    private final DeclaredWorkloads workloads = new DeclaredWorkloads();
    private final ChartReleases releases = new ChartReleases();
    private final ConfigTexts configMaps = new ConfigTexts();
    private final StorageClasses classes = new StorageClasses();
    private final PersistentVolumes persistentVolumes = new PersistentVolumes();
    private final List<BackupRule> rules;
    private int left;

    public VolumeSightings() {
        var longhorn = new LonghornRule(classes);
        rules = List.of(
                new VeleroRule(longhorn),
                new VolSyncRule(),
                new KopiurRule(),
                new K8upRule(),
                longhorn,
                new PostgresRule(),
                new LitestreamRule(configMaps),
                new CopyJobRule(),
                new OtherDatabaseRule(),
                new SnapshotRule());
    }

    /** @param source file and line of the object */
    public void see(String source, ObjectNode object) {
        releases.see(source, object);
        configMaps.see(object);
        classes.see(object);
        persistentVolumes.see(object);
        workloads.see(source, object, this::add);
        DatabaseVolumes.of(source, object).ifPresent(this::add);
        if (isA(object, "", "PersistentVolumeClaim")) {
            add(FoundVolume.claim(
                    ManifestText.namespace(object),
                    ManifestText.name(object, "metadata", "name"),
                    ManifestText.labels(object).getOrDefault(KUSTOMIZATION, ""),
                    object,
                    at(object, "spec"),
                    source));
        }
        rules.forEach(rule -> rule.see(source, object));
    }

    private void add(FoundVolume volume) {
        var key = volume.claim().isEmpty() ? "/" + found.size() : volume.id();
        if (found.size() >= MOST) {
            left++;
            return;
        }
        // the declaration of a claim says more than what refers to it
        found.merge(key, volume, (one, other) -> one.origin() == Origin.REFERENCE ? other.usedBy(one.app()) : one);
    }

    /** All of them, with what is known only when everything has been seen. */
    public DeclaredVolumes all() {
        for (ChartRelease release : releases.all(configMaps)) {
            classes.see(release);
            configMaps.see(release);
            rules.forEach(rule -> rule.see(release));
            if (AppTemplate.isMeant(release)) {
                new AppTemplate(release).volumes().forEach(this::add);
                new AppTemplatePods(release).pods().forEach(workloads::add);
            } else {
                ChartVolumes.of(release).forEach(this::add);
            }
        }
        var mounts = mounts();
        new NamedClaims(found).add(rules, this::add);
        var judged = found.values().stream()
                .map(volume -> new StorageOfVolume(classes, persistentVolumes).placed(volume))
                .map(volume -> judge(volume, mounts.getOrDefault(volume.id(), List.of())))
                .sorted(DeclaredVolumes.ORDER)
                .toList();
        return new DeclaredVolumes(judged, unread());
    }

    private DeclaredVolume judge(FoundVolume volume, List<ClaimMount> pods) {
        var judgement = new Judgement();
        rules.forEach(rule -> rule.judge(volume, pods, judgement));
        return judgement.of(volume.origin() == Origin.POSTGRES ? volume : volume.usedBy(user(pods)));
    }

    /** A job that copies the data is not the application. */
    private static String user(List<ClaimMount> pods) {
        return pods.stream()
                .map(ClaimMount::pod)
                .min(Comparator.comparing(PodShape::scheduled))
                .map(PodShape::owner)
                .orElse("");
    }

    private Map<String, List<ClaimMount>> mounts() {
        var mounts = new HashMap<String, List<ClaimMount>>();
        workloads
                .pods()
                .forEach(pod -> pod.claims().forEach((volume, claim) -> {
                    var those = mounts.computeIfAbsent(pod.namespace() + "/" + claim, any -> new ArrayList<>());
                    if (those.size() < MOST_UNREAD) {
                        those.add(new ClaimMount(pod, volume));
                    }
                    add(FoundVolume.of(Origin.REFERENCE, pod.namespace(), claim, pod.owner(), null, pod.source()));
                }));
        return mounts;
    }

    private List<String> unread() {
        var unread =
                new ArrayList<>(releases.unread().stream().limit(MOST_UNREAD).toList());
        var more = releases.unread().size() - unread.size();
        if (more > 0) {
            unread.add("and %d more of that kind".formatted(more));
        }
        if (left > 0) {
            unread.add("more than %,d volumes: the others are left out".formatted(MOST));
        }
        return unread;
    }
}
