package dev.kaltstart.backup.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.kaltstart.backup.ClusterUid;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Evidence;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a drill goes by, kept as evidence before anything is changed.
 *
 * @param cluster the UID of the cluster
 * @param copy the namespace of the copy
 * @param leftOut claims that no method can restore beside the original, and why, a line each
 */
record Drill(String cluster, String copy, List<DrillClaim> claims, List<String> leftOut) {

    private static final String NAME = "drill.json";
    private static final String SEEDING = "drill-seeding";
    private static final String SEEDED = "drill-seeded.json";
    private static final String COPY = "drill-copy";

    private static final String SUFFIX = "-restore-test";
    private static final int LONGEST = 63;
    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    Drill {
        claims = List.copyOf(claims);
        leftOut = List.copyOf(leftOut);
    }

    /** A name of at most 63 characters, the same for the same namespace. */
    static String copyOf(String namespace) {
        return namespace.length() + SUFFIX.length() <= LONGEST
                ? namespace + SUFFIX
                : namespace.substring(0, LONGEST - SUFFIX.length() - 9)
                        + String.format(Locale.ROOT, "-%08x", namespace.hashCode())
                        + SUFFIX;
    }

    void keep(Run run, Evidence evidence) {
        write(run, evidence, NAME, this);
    }

    /** Empty before the drill is planned. */
    static Optional<Drill> find(Run run, Evidence evidence) {
        return evidence.read(Evidence.reference(run, NAME)).map(text -> read(text, new TypeReference<Drill>() {}));
    }

    static Drill of(Run run, Evidence evidence) {
        return find(run, evidence)
                .orElseThrow(() -> new Failure.NeedsHuman(
                        "NO_PLAN", "the drill has not been planned: abort it, and start another"));
    }

    /** @throws Failure.NeedsHuman when the kubeconfig leads to another cluster than that of the plan */
    void require(KubernetesClient client) {
        if (!ClusterUid.of(client).equals(cluster)) {
            throw new Failure.NeedsHuman(
                    "OTHER_CLUSTER", "this is not the cluster for which the drill was planned; check the kubeconfig");
        }
    }

    /**
     * How the seed of a claim ended.
     *
     * @param at null when no sentinel could be written
     * @param problem blank when one was written
     * @param attempt when the step began that says so: another attempt does not go by the failure of an earlier one
     */
    record SeedResult(@Nullable Instant at, String problem, Instant attempt) {}

    /** Before the first sentinel: from now on, each claim may have one. */
    static void keepSeeding(Run run, Evidence evidence) {
        evidence.keep(run, SEEDING, "begun");
    }

    /** The claims that may have a sentinel; also those whose pod was made before a kill, and whose end was never seen. */
    static List<DrillClaim> seeded(Run run, Evidence evidence, Drill drill) {
        Map<String, SeedResult> seeds = seeds(run, evidence);
        return evidence.read(Evidence.reference(run, SEEDING)).isEmpty()
                ? List.of()
                : drill.claims().stream()
                        .filter(claim -> !seeds.containsKey(claim.name())
                                || seeds.get(claim.name()).at() != null)
                        .toList();
    }

    /** By the name of the claim. */
    static void keepSeeds(Run run, Evidence evidence, Map<String, SeedResult> seeds) {
        write(run, evidence, SEEDED, seeds);
    }

    /** By the name of the claim; empty before the seed. */
    static Map<String, SeedResult> seeds(Run run, Evidence evidence) {
        return evidence.read(Evidence.reference(run, SEEDED))
                .map(text -> read(text, new TypeReference<Map<String, SeedResult>>() {}))
                .orElse(Map.of());
    }

    /** The UID of the namespace that this drill has made: no other one of that name is removed. */
    static void keepCopy(Run run, Evidence evidence, String uid) {
        evidence.keep(run, COPY, uid);
    }

    static Optional<String> copy(Run run, Evidence evidence) {
        return evidence.read(Evidence.reference(run, COPY)).map(String::strip);
    }

    private static void write(Run run, Evidence evidence, String name, Object value) {
        try {
            evidence.keep(run, name, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T read(String text, TypeReference<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the evidence of the drill cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
