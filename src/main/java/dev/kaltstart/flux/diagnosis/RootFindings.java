package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.flux.object.Cause;
import dev.kaltstart.flux.object.Drift.Root;
import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.Revisions;
import dev.kaltstart.git.CommitId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What each trouble of Flux means: which of them came with a commit, and which no commit can help. */
record RootFindings(Map<FluxId, FluxObject> objects) {

    private static final List<String> APPLIED = List.of("Kustomization", "HelmRelease");

    /** Empty for what passes by itself. */
    Optional<Finding> of(Root root) {
        return switch (root.cause()) {
            case IN_PROGRESS, BEHIND, UNSEEN -> Optional.empty();
            case SOURCE -> Optional.of(source(root));
            case DECRYPTION -> Optional.of(new Finding(Remedy.KEY, message(root) + decryption(root), null, List.of()));
            case SUSPENDED ->
                Optional.of(new Finding(
                        Remedy.JUDGE,
                        message(root) + "; somebody has told Flux to leave it alone, and others wait for it",
                        null,
                        List.of()));
            case ABSENT -> Optional.of(APPLIED.contains(root.id().kind()) ? commit(root) : controllers(root));
            case PATH_GONE, BUILD, REFUSED, PRUNE, UNHEALTHY, HELM, WAITS -> Optional.of(commit(root));
            case UNKNOWN -> Optional.of(new Finding(Remedy.JUDGE, message(root), null, stop(root)));
        };
    }

    private static Finding controllers(Root root) {
        return Finding.of(Remedy.CONTROLLERS, message(root) + "; it belongs to the installation of Flux");
    }

    private static Finding source(Root root) {
        return root.id().kind().equals("GitRepository")
                ? Finding.of(Remedy.GIT, message(root))
                : Finding.of(Remedy.JUDGE, message(root) + "; it does not come from the repository of the cluster");
    }

    private String decryption(Root root) {
        return secret(root)
                .map(secret -> "; the key is expected in the Secret " + secret)
                .orElse("");
    }

    /** Where a Kustomization expects its key, as namespace/name. */
    Optional<String> secret(Root root) {
        return Optional.ofNullable(objects.get(root.id())).flatMap(FluxObject::decryptionSecret);
    }

    private Finding commit(Root root) {
        Optional<CommitId> good = good(root);
        boolean changed = good.isPresent() && !good.equals(Revisions.commit(root.attempted()));
        if (!changed) {
            return new Finding(
                    Remedy.JUDGE,
                    message(root) + "; no other revision is known at which it was well",
                    null,
                    stop(root));
        }
        String doubt = root.cause() == Cause.HELM || root.cause() == Cause.UNHEALTHY
                ? "; it may also fail for a reason outside of Git"
                : "";
        return new Finding(
                Remedy.REVERT,
                message(root) + "; was well at " + good.get().abbreviated() + doubt,
                good.get(),
                stop(root));
    }

    private Optional<CommitId> good(Root root) {
        Optional<CommitId> remembered = Revisions.commit(root.good());
        if (remembered.isPresent()) {
            return remembered;
        }
        Optional<CommitId> applied = Revisions.commit(root.applied());
        if (applied.isPresent() && !root.applied().equals(root.attempted())) {
            return applied;
        }
        return Revisions.commit(parentsGood(root));
    }

    /** A HelmRelease knows no commits, and what is not there says nothing: their makers and victims do. */
    private String parentsGood(Root root) {
        return Stream.concat(Stream.of(root.id()), root.victims().stream())
                .map(objects::get)
                .filter(Objects::nonNull)
                .flatMap(object -> object.parent().stream())
                .map(objects::get)
                .filter(Objects::nonNull)
                .map(DriftLook::good)
                .filter(revision -> !revision.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** What is not there cannot be stopped; those above its victims make it, or do not. */
    private static List<FluxId> stop(Root root) {
        return root.cause() == Cause.ABSENT ? root.victims() : List.of(root.id());
    }

    private static String message(Root root) {
        String revision = root.attempted().isEmpty() ? "" : " at " + shortly(root.attempted());
        return root.message() + revision + (root.says().isEmpty() ? "" : ", it says: " + cut(root.says()));
    }

    private static String shortly(String revision) {
        return Revisions.commit(revision).map(CommitId::abbreviated).orElse(revision);
    }

    private static String cut(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }
}
