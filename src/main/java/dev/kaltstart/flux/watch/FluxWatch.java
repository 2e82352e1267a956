package dev.kaltstart.flux.watch;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.KubernetesTrouble;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.flux.object.Cause;
import dev.kaltstart.flux.object.Drift;
import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.shell.Redaction;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks at the Flux of each real cluster, so that a drift is seen before an application is missed. Keeps what it
 * saw in memory only: it is looked up again after a restart. Thread-safe.
 */
@Component
class FluxWatch implements FluxLooks {

    private static final Logger LOG = LoggerFactory.getLogger(FluxWatch.class);
    private static final String NOBODY = "";
    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final int AGAIN = 3;
    private static final int SERVER_ERROR = 500;

    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final Clusters clusters;
    private final Redaction redaction;
    private final Clock clock;

    FluxWatch(Clusters clusters, Redaction redaction, Clock clock) {
        this.clusters = clusters;
        this.redaction = redaction;
        this.clock = clock;
    }

    @Override
    public Optional<Seen> newest(String cluster) {
        return Optional.ofNullable(seen.get(cluster));
    }

    void look() {
        for (Clusters.Protected cluster : clusters.all()) {
            if (!cluster.twinOnly()) {
                Seen next = look(cluster.name());
                tell(cluster.name(), seen.put(cluster.name(), next), next);
            }
        }
    }

    private Seen look(String name) {
        Instant now = clock.instant();
        try {
            var client =
                    clusters.open(name, Mode.LIVE, NOBODY, Clusters.LOOKING).kubernetes();
            return settled(name, client)
                    .map(drift -> new Seen(now, Api.ANSWERED, drift, null, since(name, drift, now)))
                    .orElseGet(() -> Seen.unknown(now, Api.ANSWERED, "it does not serve Flux: the CRDs are not there"));
        } catch (Cluster.UnusableCredentials e) {
            return Seen.unknown(now, Api.NOT_ASKED, String.valueOf(e.getMessage()));
        } catch (KubernetesClientException e) {
            LOG.debug("the API of {} did not answer", name, e);
            return Seen.unknown(now, reach(e), redaction.clean("its Kubernetes API " + KubernetesTrouble.message(e)));
        }
    }

    /** A load balancer without an API server, and an API server without etcd, answer with the code of a broken server. */
    private static Api reach(KubernetesClientException e) {
        return e.getCode() > 0 && e.getCode() < SERVER_ERROR ? Api.ANSWERED : Api.SILENT;
    }

    /** A look can meet Flux while it tries once more what failed for good: the next moment tells how that ended. */
    private Optional<Drift> settled(String cluster, KubernetesClient client) {
        Optional<Drift> drift = DriftLook.at(client);
        for (int looks = 0;
                looks < AGAIN && drift.filter(now -> triesAgain(cluster, now)).isPresent();
                looks++) {
            try {
                Thread.sleep(MOMENT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return drift;
            }
            drift = DriftLook.at(client);
        }
        return drift;
    }

    private boolean triesAgain(String cluster, Drift now) {
        Drift before = newest(cluster).map(Seen::drift).orElse(null);
        return before != null
                && now.roots().stream()
                        .filter(root -> root.cause() == Cause.IN_PROGRESS)
                        .anyMatch(root -> before.roots().stream()
                                .anyMatch(earlier -> earlier.id().equals(root.id())
                                        && earlier.cause().certain()));
    }

    private Map<FluxId, Instant> since(String cluster, Drift drift, Instant now) {
        var since = new HashMap<FluxId, Instant>();
        Optional<Seen> before = newest(cluster);
        drift.roots()
                .forEach(root -> since.put(
                        root.id(),
                        before.filter(seen -> !anotherRollout(seen, root))
                                .map(seen -> seen.since().get(root.id()))
                                .orElse(now)));
        return since;
    }

    /** Two looks can meet two rollouts, of which none takes long. */
    private static boolean anotherRollout(Seen before, Drift.Root root) {
        Drift drift = before.drift();
        return drift != null
                && root.cause().mayPass()
                && drift.roots().stream()
                        .filter(earlier -> earlier.id().equals(root.id()))
                        .anyMatch(earlier -> earlier.cause().mayPass()
                                && !(earlier.applied().equals(root.applied())
                                        && earlier.attempted().equals(root.attempted())));
    }

    private static void tell(String cluster, @Nullable Seen before, Seen now) {
        String message = now.lasting();
        if (!message.isEmpty() && (before == null || !message.equals(before.lasting()))) {
            LOG.warn("{} does not follow Git: {}", cluster, message);
        }
    }
}
