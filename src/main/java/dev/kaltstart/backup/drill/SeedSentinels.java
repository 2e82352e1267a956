package dev.kaltstart.backup.drill;

import dev.kaltstart.backup.ClusterUid;
import dev.kaltstart.backup.RestoreProperties;
import dev.kaltstart.backup.proof.SentinelPod;
import dev.kaltstart.backup.proof.SentinelPod.Action;
import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Writes a sentinel to each volume of the original, the one thing of a drill that touches its data. Its plan is that of the
 * whole drill, so that one approval covers all that follows.
 */
@Component
class SeedSentinels extends Step.Destructive {

    /** A volume that takes no second pod, or an image that cannot be pulled. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final int FORBIDDEN = 403;

    private final CopyMethods methods;
    private final Evidence evidence;
    private final RestoreProperties properties;

    SeedSentinels(CopyMethods methods, Evidence evidence, RestoreProperties properties) {
        this.methods = methods;
        this.evidence = evidence;
        this.properties = properties;
    }

    @Override
    public Check check(Run run) {
        Drill drill = Drill.of(run, evidence);
        Map<String, Drill.SeedResult> seeds = seeds(run);
        for (DrillClaim claim : drill.claims()) {
            if (!seeds.containsKey(claim.name())) {
                SentinelPod pod = pod(run, claim);
                Optional<Drill.SeedResult> seed = seed(run, pod);
                if (seed.isEmpty()) {
                    return Check.notYet(claim.label() + ": the pod that writes the sentinel, " + pod.state());
                }
                seeds.put(claim.name(), seed.get());
            }
        }
        long written = seeds.values().stream().filter(seed -> seed.at() != null).count();
        Drill.keepSeeds(run, evidence, seeds);
        drill.claims().forEach(claim -> pod(run, claim).remove());
        if (written == 0) {
            throw new Failure.NeedsHuman(
                    "NOT_SEEDED", "no sentinel could be written, so nothing could be proven: " + problems(seeds));
        }
        return Check.met(CountedNoun.of(written, "sentinel") + " written"
                + (written == seeds.size() ? "" : "; not provable: " + problems(seeds)));
    }

    /** What was written, and what this attempt could not write. */
    private Map<String, Drill.SeedResult> seeds(Run run) {
        var seeds = new LinkedHashMap<>(Drill.seeds(run, evidence));
        seeds.values().removeIf(seed -> seed.at() == null && !seed.attempt().equals(run.began()));
        return seeds;
    }

    private static String problems(Map<String, Drill.SeedResult> seeds) {
        var lines = new ArrayList<String>();
        seeds.forEach((claim, seed) -> {
            if (seed.at() == null) {
                lines.add(claim + ": " + seed.problem());
            }
        });
        return String.join("; ", lines);
    }

    private Optional<Drill.SeedResult> seed(Run run, SentinelPod pod) {
        Optional<Drill.SeedResult> ended = pod.end()
                .map(end -> new Drill.SeedResult(
                        end.done()
                                ? Objects.requireNonNullElseGet(
                                        end.at(), () -> run.cluster().clock().instant())
                                : null,
                        end.problem(),
                        run.began()));
        boolean late = run.cluster().clock().instant().isAfter(run.began().plus(PATIENCE));
        return ended.or(
                () -> late ? Optional.of(new Drill.SeedResult(null, pod.state(), run.began())) : Optional.empty());
    }

    @Override
    public Check identity(Run run) {
        String before = Drill.of(run, evidence).cluster();
        String now = ClusterUid.of(run.cluster().kubernetes());
        return now.equals(before)
                ? Check.met("the cluster is the one for which the drill was planned (" + now + ")")
                : Check.unknown("this is not the cluster for which the drill was planned: the UID of its namespace"
                        + " kube-system is " + now + " and was " + before + "; check the kubeconfig");
    }

    @Override
    public Plan plan(Run run) {
        Drill drill = Drill.of(run, evidence);
        String namespace = run.subject().label();
        var requests = new ArrayList<String>();
        var effects = new ArrayList<String>();
        drill.claims().forEach(claim -> requests.add(write(run, claim)));
        requests.add("kubectl create namespace " + drill.copy());
        drill.claims().forEach(claim -> {
            requests.add("kubectl -n " + drill.copy() + " create -f - # PersistentVolumeClaim " + claim.name()
                    + ", with a new volume of the same class and size");
            requests.addAll(methods.of(claim).requests(run, claim.order(drill.copy())));
        });
        drill.claims()
                .forEach(claim -> List.of(namespace, drill.copy())
                        .forEach(place -> requests.add("kubectl -n " + place
                                + " create -f - # a Pod that counts the files on " + claim.name() + ", read-only")));
        requests.add("kubectl -n " + drill.copy()
                + " create -f - # NetworkPolicy: nothing in, nothing out but names, and two Pods that try it");
        requests.add("kubectl -n " + drill.copy() + " create -f - # the workloads of " + namespace
                + " that use these claims, one replica each, without Ingress, jobs and host access");
        drill.claims()
                .forEach(claim -> requests.add("kubectl -n " + namespace + " create -f - # Pod "
                        + pod(run, claim, Action.REMOVE).name() + ", removes " + SentinelPod.FILE + " from "
                        + claim.name()));
        requests.add("kubectl delete namespace " + drill.copy() + " # with all volumes in it");
        drill.claims()
                .forEach(claim -> effects.add("written: the file " + SentinelPod.FILE + " on the claim " + claim.label()
                        + " (uid " + claim.uid() + "), removed at the end"));
        effects.add("made and removed again: the namespace " + drill.copy()
                + ", with copies of the ConfigMaps and Secrets that the workloads name");
        drill.leftOut().forEach(line -> effects.add("left out: " + line));
        return new Plan(run.subject(), List.of(), requests, effects);
    }

    private String write(Run run, DrillClaim claim) {
        return "kubectl -n " + claim.namespace() + " create -f - # Pod "
                + pod(run, claim).name() + ", writes " + SentinelPod.FILE + " to " + claim.name();
    }

    @Override
    public void perform(Run run, Plan approved) {
        KubernetesClient client = run.cluster().kubernetes();
        Map<String, Drill.SeedResult> seeds = seeds(run);
        Drill.keepSeeding(run, evidence);
        // what an earlier attempt could not write may be written now
        Drill.keepSeeds(run, evidence, seeds);
        for (DrillClaim claim : Drill.of(run, evidence).claims()) {
            if (!seeds.containsKey(claim.name())
                    && approved.requests().contains(write(run, claim))
                    && claim.uid().equals(uid(client, claim))) {
                begin(run, claim);
            }
        }
    }

    private static String uid(KubernetesClient client, DrillClaim claim) {
        var there = client.persistentVolumeClaims()
                .inNamespace(claim.namespace())
                .withName(claim.name())
                .get();
        return there == null ? "" : there.getMetadata().getUid();
    }

    private void begin(Run run, DrillClaim claim) {
        try {
            pod(run, claim).begin(properties.probeImage(), run.cluster().clock().instant());
        } catch (KubernetesClientException e) {
            if (e.getCode() != FORBIDDEN) {
                throw e;
            }
            var seeds = seeds(run);
            seeds.put(
                    claim.name(),
                    new Drill.SeedResult(
                            null, "the cluster refuses the pod that would write: " + e.getMessage(), run.began()));
            Drill.keepSeeds(run, evidence, seeds);
        }
    }

    private static SentinelPod pod(Run run, DrillClaim claim) {
        return pod(run, claim, Action.WRITE);
    }

    private static SentinelPod pod(Run run, DrillClaim claim, Action action) {
        return claim.sentinelPod(run.cluster().kubernetes(), action);
    }
}
