package dev.kaltstart.backup.drill;

import dev.kaltstart.backup.RestoreProperties;
import dev.kaltstart.backup.proof.ProbeEnd;
import dev.kaltstart.backup.proof.SentinelPod;
import dev.kaltstart.backup.proof.VolumeProbe;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads each volume of the copy and of the original. The sentinel of this drill has to be in the copy: then the restore point is
 * younger than the sentinel, and of this volume. A restore that pins its source once passes for years on an old one.
 */
@Component
class ProveCopy extends Step {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Evidence evidence;
    private final ProvenRestores proven;
    private final RestoreProperties properties;

    ProveCopy(Evidence evidence, ProvenRestores proven, RestoreProperties properties) {
        this.evidence = evidence;
        this.proven = proven;
        this.properties = properties;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(DrillFacts.PROOF);
    }

    @Override
    public Check check(Run run) {
        Drill drill = Drill.of(run, evidence);
        Map<String, Drill.SeedResult> seeds = Drill.seeds(run, evidence);
        var verdicts = new ArrayList<CopyVerdict>();
        for (DrillClaim claim : drill.claims()) {
            var original = probe(run, claim.namespace(), claim);
            var copy = probe(run, drill.copy(), claim);
            Optional<ProbeEnd> there = end(run, copy);
            Optional<ProbeEnd> before = end(run, original);
            if (there.isEmpty() || before.isEmpty()) {
                return Check.notYet((there.isEmpty() ? copy : original).waiting());
            }
            verdicts.add(CopyVerdict.of(claim, seeds.get(claim.name()), there.get(), before.get()));
        }
        remove(run, drill);
        run.set(DrillFacts.PROOF, String.join("\n", lines(verdicts)));
        Optional<CopyVerdict> worst =
                verdicts.stream().filter(verdict -> !verdict.code().isEmpty()).findFirst();
        if (worst.isPresent()) {
            throw new Failure.NeedsHuman(worst.get().code(), String.join("; ", lines(verdicts)));
        }
        if (run.mode() == Mode.DRILL) {
            verdicts.stream()
                    .filter(CopyVerdict::proven)
                    .forEach(verdict -> proven.keep(
                            run, verdict.claim(), seeds.get(verdict.claim().name())));
        }
        return Check.met(
                String.join("; ", lines(verdicts)),
                Measurement.count(
                        "claimsProven",
                        verdicts.stream().filter(CopyVerdict::proven).count()));
    }

    private static List<String> lines(List<CopyVerdict> verdicts) {
        return verdicts.stream().map(CopyVerdict::line).toList();
    }

    private static Optional<ProbeEnd> end(Run run, VolumeProbe probe) {
        boolean late = run.cluster().clock().instant().isAfter(run.began().plus(PATIENCE));
        return probe.end().or(() -> late ? Optional.of(ProbeEnd.unreadable(probe.waiting())) : Optional.empty());
    }

    @Override
    public void perform(Run run) {
        Drill drill = Drill.of(run, evidence);
        KubernetesClient client = run.cluster().kubernetes();
        for (DrillClaim claim : drill.claims()) {
            @Nullable
            String node = SentinelPod.mounts(client, claim.namespace(), claim.name())
                    .map(pod -> pod.getSpec().getNodeName())
                    .orElse(null);
            probe(run, claim.namespace(), claim).begin(properties.probeImage(), node);
            probe(run, drill.copy(), claim).begin(properties.probeImage());
        }
    }

    private static void remove(Run run, Drill drill) {
        drill.claims().forEach(claim -> {
            probe(run, claim.namespace(), claim).remove();
            probe(run, drill.copy(), claim).remove();
        });
    }

    private static VolumeProbe probe(Run run, String namespace, DrillClaim claim) {
        return new VolumeProbe(
                run.cluster().kubernetes(),
                namespace,
                claim.name(),
                run.recovery() + "/" + run.began().toEpochMilli());
    }
}
