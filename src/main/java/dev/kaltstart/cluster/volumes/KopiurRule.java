package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;
import static dev.kaltstart.kustomize.ManifestFields.isA;
import static dev.kaltstart.kustomize.ManifestFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.DataSystem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Kopiur: a SnapshotPolicy says what is backed up, a SnapshotSchedule when (src:
 * home-operations/kopiur:crates/api/src/{snapshot_policy,snapshot_schedule}.rs).
 */
final class KopiurRule implements BackupRule {

    private static final String GROUP = "kopiur.home-operations.com";
    private static final int MOST = 10_000;

    private record Policy(
            String id,
            String namespace,
            Map<String, String> labels,
            List<String> claims,
            List<JsonNode> selectors,
            String repository,
            boolean suspended,
            String file) {}

    private record Schedule(String policy, JsonNode selector, String cron, boolean suspended) {}

    private final Map<String, List<Policy>> policies = new LinkedHashMap<>();
    private final Map<String, List<Schedule>> schedules = new LinkedHashMap<>();
    /** Of the repositories. */
    private final Map<String, String> addresses = new LinkedHashMap<>();

    private int count;

    @Override
    public void see(String source, ObjectNode object) {
        if (isA(object, GROUP, "SnapshotPolicy") && count++ < MOST) {
            var claims = new ArrayList<String>();
            var selectors = new ArrayList<JsonNode>();
            PodSpecs.stream(at(object, "spec", "sources")).limit(100).forEach(one -> {
                if (at(one, "pvc").isObject()) {
                    claims.add(ManifestText.name(one, "pvc", "name"));
                } else if (at(one, "pvcSelector").isObject()) {
                    selectors.add(at(one, "pvcSelector"));
                }
            });
            policies.computeIfAbsent(ManifestText.namespace(object), any -> new ArrayList<>())
                    .add(new Policy(
                            ManifestText.id(object),
                            ManifestText.namespace(object),
                            ManifestText.labels(object),
                            claims,
                            selectors,
                            ManifestText.name(object, "spec", "repository", "name"),
                            text(object, "spec", "suspend").equals("true"),
                            source));
        } else if (isA(object, GROUP, "ClusterRepository") || isA(object, GROUP, "Repository")) {
            var name = ManifestText.name(object, "metadata", "name");
            if (addresses.size() < MOST) {
                addresses.put(name, ManifestText.name(object, "spec", "backend", "s3", "endpoint"));
            }
        } else if (isA(object, GROUP, "SnapshotSchedule") && count++ < MOST) {
            schedules
                    .computeIfAbsent(ManifestText.namespace(object), any -> new ArrayList<>())
                    .add(new Schedule(
                            ManifestText.name(object, "spec", "policyRef", "name"),
                            at(object, "spec", "policySelector"),
                            ManifestText.name(object, "spec", "schedule", "cron"),
                            text(object, "spec", "schedule", "suspend").equals("true")));
        }
    }

    @Override
    public Stream<NamedClaim> names() {
        return policies.values().stream()
                .flatMap(List::stream)
                .flatMap(policy -> policy.claims().stream()
                        .map(claim -> new NamedClaim(policy.namespace(), claim, policy.file())));
    }

    @Override
    public void judge(FoundVolume volume, List<ClaimMount> pods, Judgement judgement) {
        policies.getOrDefault(volume.namespace(), List.of()).forEach(policy -> {
            if (policy.claims().contains(volume.claim())) {
                judge(policy, judgement);
            } else if (!policy.selectors().isEmpty()) {
                bySelector(volume, policy, judgement);
            }
        });
    }

    private void bySelector(FoundVolume volume, Policy policy, Judgement judgement) {
        var matches = policy.selectors().stream()
                .map(selector -> LabelMatch.of(selector, volume.labels()))
                .toList();
        if (matches.contains(Optional.of(true))) {
            judge(policy, judgement);
        } else if (matches.contains(Optional.<Boolean>empty()) || volume.origin() != FoundVolume.Origin.CLAIM) {
            judgement.doubt("Kopiur " + policy.id(), "selects claims by labels that are not known here");
        }
    }

    private void judge(Policy policy, Judgement judgement) {
        if (policy.suspended()) {
            judgement.remark("Kopiur " + policy.id(), "is suspended");
            return;
        }
        var all = schedules.getOrDefault(policy.namespace(), List.of()).stream()
                .filter(schedule -> runs(schedule, policy))
                .toList();
        all.stream()
                .filter(schedule -> !schedule.suspended())
                .findFirst()
                .ifPresentOrElse(
                        schedule -> backup(policy, schedule, judgement),
                        () -> judgement.remark(
                                "Kopiur " + policy.id(),
                                all.isEmpty()
                                        ? "has no schedule: a person has to trigger it"
                                        : "has a suspended schedule"));
    }

    private void backup(Policy policy, Schedule schedule, Judgement judgement) {
        var address = addresses.getOrDefault(policy.repository(), "");
        if (BackupAddress.isInCluster(address)) {
            judgement.doubt("Kopiur " + policy.id(), BackupAddress.doubt(address));
        } else {
            judgement.backup(DataSystem.KOPIUR, policy.id(), schedule.cron(), policy.file());
        }
    }

    private static boolean runs(Schedule schedule, Policy policy) {
        return policy.id().equals(policy.namespace() + "/" + schedule.policy())
                || (schedule.selector().isObject()
                        && LabelMatch.of(schedule.selector(), policy.labels()).orElse(false));
    }
}
