package dev.kaltstart.flux;

import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.Requests;
import dev.kaltstart.git.CommitId;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far Flux is with a commit: the Kustomizations of the repository, without those that are suspended.
 *
 * @param all how many are built from the repository
 * @param behind those that have not applied it, or are not ready, with what they say
 * @param undecrypted those that could not decrypt, with what they say
 * @param suspended their names, which nothing waits for; blank for none
 */
public record AppliedCommit(int all, List<String> behind, List<String> undecrypted, String suspended) {

    private static final Pattern REVISION = Pattern.compile(".*[@/:]([0-9a-f]{40}|[0-9a-f]{64})");

    /** As the controller says it (src: fluxcd/kustomize-controller, internal/decryptor/decryptor.go). */
    private static final Pattern UNDECRYPTED = Pattern.compile(
            "(?i)cannot get sops data key|failed to decrypt|decryption failed|error decrypting|no identity matched");

    /**
     * @param known whether a commit is one of the repository
     * @param contains whether a commit contains the wanted one
     * @return empty when the cluster does not serve Flux
     */
    public static Optional<AppliedCommit> of(
            KubernetesClient client, Predicate<CommitId> known, Predicate<CommitId> contains) {
        var flux = new Flux(client);
        return flux.kustomizations().map(all -> {
            List<FluxObject> active =
                    all.stream().filter(object -> !object.suspended()).toList();
            List<FluxObject> ours = active.stream()
                    .filter(object -> commit(flux, object).filter(known).isPresent())
                    .toList();
            return new AppliedCommit(
                    ours.size(),
                    ours.stream()
                            .filter(object -> !object.healthy()
                                    || revision(object.appliedRevision())
                                            .filter(known)
                                            .filter(contains)
                                            .isEmpty())
                            .map(FluxObject::trouble)
                            .toList(),
                    active.stream()
                            .filter(FluxObject::failed)
                            .filter(object ->
                                    UNDECRYPTED.matcher(object.message()).find())
                            .map(FluxObject::trouble)
                            .toList(),
                    all.stream()
                            .filter(FluxObject::suspended)
                            .map(FluxObject::label)
                            .collect(Collectors.joining(", ")));
        });
    }

    /** Has Flux fetch and apply all of it now. */
    public static void request(KubernetesClient client, Instant now) {
        var requests = new Requests(client, now);
        List<FluxObject> active = new Flux(client)
                .kustomizations().orElse(List.of()).stream()
                        .filter(object -> !object.suspended())
                        .toList();
        active.stream().map(FluxObject::source).distinct().forEach(requests::reconcile);
        active.stream().map(FluxObject::id).forEach(requests::reconcile);
    }

    /** The namespaces in which Flux can use a Secret: its own, and those of its Kustomizations. */
    public static Set<String> namespaces(KubernetesClient client) {
        var namespaces = new TreeSet<String>(Set.of("flux-system"));
        new Flux(client)
                .kustomizations()
                .orElse(List.of())
                .forEach(object -> namespaces.add(object.id().namespace()));
        return namespaces;
    }

    private static Optional<CommitId> commit(Flux flux, FluxObject object) {
        return revision(object.appliedRevision())
                .or(() -> flux.source(object.source()).flatMap(source -> revision(source.artifactRevision())));
    }

    private static Optional<CommitId> revision(String text) {
        Matcher matcher = REVISION.matcher(text);
        return matcher.matches() ? Optional.of(new CommitId(matcher.group(1))) : Optional.empty();
    }
}
