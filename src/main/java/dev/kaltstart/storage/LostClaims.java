package dev.kaltstart.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.recovery.Evidence;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The claims that a recovery found without their data, kept as evidence. */
public final class LostClaims {

    /** The list of subjects that a model goes over. */
    public static final String NAMESPACES = "lostNamespaces";

    private static final String NAME = "lost-claims.json";
    private static final String RESTORABLE = "restorable-claims.json";
    private static final JsonMapper JSON = new JsonMapper();

    private LostClaims() {}

    /** Those of the subject's namespace; all of them when the subject is the whole cluster. */
    public static List<LostClaim> of(Run run, Evidence evidence) {
        return kept(run.recovery(), evidence).map(LostClaims::parse).orElse(List.of()).stream()
                .filter(claim -> !(run.subject() instanceof Subject.OfNamespace)
                        || claim.namespace().equals(run.subject().label()))
                .toList();
    }

    /**
     * Those of the subject's namespace that have a restore point, as the search found them. A database that a person
     * brings back goes on as it is.
     */
    public static List<LostClaim> restorable(Run run, Evidence evidence) {
        return evidence.read(Evidence.reference(run, RESTORABLE))
                .map(LostClaims::parse)
                .orElseGet(() -> of(run, evidence));
    }

    /** @param run about a namespace */
    public static void keepRestorable(Run run, Evidence evidence, List<LostClaim> claims) {
        keep(run, evidence, RESTORABLE, claims);
    }

    /** A recovery keeps one list, under its own subject: the whole cluster, or a node. */
    private static Optional<String> kept(String recovery, Evidence evidence) {
        return evidence.of(recovery).stream()
                .map(Evidence.Kept::name)
                .filter(name -> name.equals(NAME) || name.startsWith(NAME + "@"))
                .findFirst()
                .flatMap(name -> evidence.read(Evidence.reference(recovery, name)));
    }

    /** @param run about what the recovery is about */
    public static void keep(Run run, Evidence evidence, List<LostClaim> claims) {
        keep(run, evidence, NAME, claims);
    }

    private static void keep(Run run, Evidence evidence, String name, List<LostClaim> claims) {
        try {
            List<LostClaim> usable =
                    claims.stream().filter(LostClaim::hasUsableNames).toList();
            evidence.keep(run, name, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(usable));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The rounds of the loop that restores them.
     *
     * @param critical namespaces and applications, which come first
     */
    public static List<Subject> namespaces(List<LostClaim> claims, List<String> critical) {
        return inOrder(claims, critical).stream()
                .<Subject>map(Subject.OfNamespace::new)
                .toList();
    }

    /**
     * The namespaces of all lost claims of the recovery, the most important first.
     *
     * @param critical namespaces and applications, which come first
     */
    public static List<String> inOrder(Run run, Evidence evidence, List<String> critical) {
        return inOrder(kept(run.recovery(), evidence).map(LostClaims::parse).orElse(List.of()), critical);
    }

    private static List<String> inOrder(List<LostClaim> claims, List<String> critical) {
        return claims.stream()
                .filter(LostClaim::hasUsableNames)
                .sorted(Comparator.comparing((LostClaim claim) -> !isCritical(claim, critical))
                        .thenComparing(LostClaim::namespace))
                .map(LostClaim::namespace)
                .distinct()
                .toList();
    }

    private static boolean isCritical(LostClaim claim, List<String> critical) {
        String app = claim.app();
        return critical.contains(claim.namespace()) || (app != null && critical.contains(app));
    }

    private static List<LostClaim> parse(String text) {
        try {
            return JSON.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the evidence " + NAME + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
