package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.flux.object.Cause;
import dev.kaltstart.flux.object.Drift.Root;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.PastBuilds;
import dev.kaltstart.flux.object.Revisions;
import dev.kaltstart.git.CommitId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What each trouble of Flux means: which of them came with a commit, and which no commit can help. */
record RootFindings(Map<FluxId, FluxObject> objects) {

    private static final List<String> APPLIED = List.of("Kustomization", "HelmRelease");

    /** The objects that went well once can fail for these, with or without a commit. */
    private static final Set<Cause> DOUBTFUL = EnumSet.of(
            Cause.HELM, Cause.UNHEALTHY, Cause.TIMED_OUT, Cause.QUOTA, Cause.DENIED, Cause.FORBIDDEN, Cause.PRUNE);

    /** Fails before anything is built that could be compared. */
    private static final Set<Cause> NOT_BUILT = EnumSet.of(Cause.BUILD, Cause.PATH_GONE, Cause.ABSENT, Cause.CIRCLE);

    /** Empty for what passes by itself. */
    Optional<Finding> of(Root root) {
        return switch (root.cause()) {
            case IN_PROGRESS, BEHIND, UNSEEN, QUEUED, HELD -> Optional.empty();
            case SOURCE -> Optional.of(source(root));
            case DECRYPTION -> Optional.of(Finding.of(Remedy.KEY, message(root) + decryption(root)));
            case WEBHOOK, API_UNAVAILABLE ->
                Optional.of(Finding.of(Remedy.JUDGE, message(root) + unchanged(root) + "; no commit is to blame"));
            case SUSPENDED ->
                Optional.of(Finding.of(
                        Remedy.JUDGE, message(root) + "; a person has suspended it, and others wait for it"));
            case ABSENT -> Optional.of(APPLIED.contains(root.id().kind()) ? commit(root) : controllers(root));
            case PATH_GONE,
                    BUILD,
                    REFUSED,
                    INVALID,
                    DENIED,
                    QUOTA,
                    FORBIDDEN,
                    PRUNE,
                    UNHEALTHY,
                    TIMED_OUT,
                    HELM,
                    CIRCLE -> Optional.of(commit(root));
            case WAITS, UNKNOWN -> Optional.of(new Finding(Remedy.JUDGE, message(root), null, stop(root)));
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
        String unchanged = NOT_BUILT.contains(root.cause()) ? "" : unchanged(root);
        if (!unchanged.isEmpty()) {
            return Finding.of(Remedy.JUDGE, message(root) + unchanged + "; no commit is to blame");
        }
        Optional<CommitId> good = good(root);
        // who waits attempts nothing, so its attempt is of before the circle
        boolean changed =
                good.isPresent() && (root.cause() == Cause.CIRCLE || !good.equals(Revisions.commit(root.attempted())));
        if (!changed) {
            return new Finding(
                    Remedy.JUDGE,
                    message(root) + "; no other revision is known at which it was well",
                    null,
                    stop(root));
        }
        String doubt = DOUBTFUL.contains(root.cause()) ? "; it may also fail for a reason outside of Git" : "";
        return new Finding(
                Remedy.REVERT,
                message(root) + "; was well at " + good.get().abbreviated() + doubt,
                good.get(),
                stop(root));
    }

    /** Blank when what it built differs from what went well, or when Flux does not remember. */
    private String unchanged(Root root) {
        return Optional.ofNullable(objects.get(root.id()))
                .flatMap(object -> PastBuilds.of(object).unchangedSince())
                .map(revision -> "; it built the same objects at " + shortly(revision) + ", where they went well")
                .orElse("");
    }

    private Optional<CommitId> good(Root root) {
        // what a circle has built says nothing: its members were well until their makers tied them together
        if (root.cause() == Cause.CIRCLE) {
            return Revisions.commit(parentsGood(root));
        }
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
                .map(parent -> PastBuilds.of(parent).good())
                .filter(revision -> !revision.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** What is not there cannot be stopped; those above its victims make it, or do not. */
    private static List<FluxId> stop(Root root) {
        return root.cause() == Cause.ABSENT || root.cause() == Cause.CIRCLE ? root.victims() : List.of(root.id());
    }

    private static String message(Root root) {
        String revision =
                root.attempted().isEmpty() || root.cause() == Cause.CIRCLE ? "" : " at " + shortly(root.attempted());
        boolean silent = root.says().isEmpty() || root.cause() == Cause.CIRCLE;
        return root.message() + revision + (silent ? "" : ", it says: " + cut(root.says()));
    }

    private static String shortly(String revision) {
        return Revisions.commit(revision).map(CommitId::abbreviated).orElse(revision);
    }

    private static String cut(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }
}
