package dev.kaltstart.backup;

import dev.kaltstart.backup.method.RestoreOrder;
import dev.kaltstart.backup.proof.ProbeEnd;
import dev.kaltstart.backup.proof.VolumeContent;
import dev.kaltstart.backup.proof.VolumeProbe;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Reads every restored volume. An empty or unreadable one is not restored, whatever the tool says; one with files is not
 * proven to have the right ones: a person judges that.
 */
@Component
class ProveData extends Step {

    /** An image that cannot be pulled, or a node that cannot mount the volume, does not keep a person from the data. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** The methods that bind the former volume again. */
    private static final Set<String> ITSELF = Set.of("volume", "nas");

    private static final String REFUSED = "probe-refused";
    private static final int FORBIDDEN = 403;

    private final Evidence evidence;
    private final RestoreProperties properties;

    ProveData(Evidence evidence, RestoreProperties properties) {
        this.evidence = evidence;
        this.properties = properties;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(RestoreFacts.PROVEN, RestoreFacts.PROOF);
    }

    @Override
    public Check check(Run run) {
        var lines = new ArrayList<String>();
        long files = 0;
        long bytes = 0;
        if (orders(run).isEmpty()) {
            return Check.unknown("nothing was restored that could be read");
        }
        boolean proven = true;
        for (RestoreOrder order : orders(run)) {
            var probe = probe(run, order);
            Optional<ProbeEnd> end = end(run, probe);
            if (end.isEmpty()) {
                return Check.notYet(probe.waiting());
            }
            VolumeContent content = end.get().content();
            files += content == null ? 0 : content.files();
            bytes += content == null ? 0 : content.bytes();
            proven &= content != null && !content.empty() && itself(order);
            lines.add(order.claim().label() + ": " + verdict(order, end.get()));
        }
        orders(run).forEach(order -> probe(run, order).remove());
        run.set(RestoreFacts.PROVEN, proven);
        run.set(RestoreFacts.PROOF, String.join("\n", lines));
        return Check.met(
                String.join("; ", lines),
                Measurement.count("filesFound", files),
                Measurement.bytes("bytesFound", bytes));
    }

    private Optional<ProbeEnd> end(Run run, VolumeProbe probe) {
        Optional<ProbeEnd> refused =
                evidence.read(Evidence.reference(run, REFUSED)).map(ProbeEnd::unreadable);
        boolean late = run.cluster().clock().instant().isAfter(run.began().plus(PATIENCE));
        return probe.end()
                .or(() -> refused)
                .or(() -> late ? Optional.of(ProbeEnd.unreadable(probe.waiting())) : Optional.empty());
    }

    private static String verdict(RestoreOrder order, ProbeEnd end) {
        VolumeContent content = end.content();
        if (content == null) {
            return "unreadable: " + end.problem();
        }
        if (content.empty()) {
            return "empty: nothing was restored";
        }
        return content.message()
                + (itself(order) ? ", on the former volume itself" : "; whether they are the right ones is not proven");
    }

    /** The former volume was never overwritten: its data is what was there. */
    private static boolean itself(RestoreOrder order) {
        return ITSELF.contains(order.point().method());
    }

    @Override
    public void perform(Run run) {
        try {
            orders(run).forEach(order -> probe(run, order).begin(properties.probeImage()));
        } catch (KubernetesClientException e) {
            if (e.getCode() != FORBIDDEN) {
                throw e;
            }
            evidence.keep(run, REFUSED, "the cluster refuses the pod that would read the volume: " + e.getMessage());
        }
    }

    private List<RestoreOrder> orders(Run run) {
        return RestoreOptions.chosen(run, evidence);
    }

    private static VolumeProbe probe(Run run, RestoreOrder order) {
        return new VolumeProbe(
                run.cluster().kubernetes(),
                order.claim().namespace(),
                order.claim().name(),
                run.recovery() + "/" + run.began().toEpochMilli());
    }
}
