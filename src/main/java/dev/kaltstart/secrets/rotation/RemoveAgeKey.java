package dev.kaltstart.secrets.rotation;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.keyring.Keyring;
import dev.kaltstart.secrets.rotation.ClusterKeys.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The old key leaves the cluster and this machine; the new one takes its place. */
@Component
class RemoveAgeKey extends Step.Destructive {

    private final RotationClone clone;
    private final Keyring keyring;

    RemoveAgeKey(RotationClone clone, Keyring keyring) {
        this.clone = clone;
        this.keyring = keyring;
    }

    @Override
    public Check check(Run run) {
        List<String> left = cluster(run).places().stream()
                .filter(Place::hasLeaked)
                .map(Place::label)
                .collect(Collectors.toCollection(ArrayList::new));
        if (local(run).holds(leaked(run))) {
            left.add(local(run).named().toString());
        }
        return left.isEmpty()
                ? Check.met("the old age key is neither in the cluster nor in "
                        + local(run).named())
                : Check.notYet("the old age key is still in " + String.join(", ", left));
    }

    /** Nothing at the head of the branch needs the old key, and everything opens with the new one. */
    @Override
    public Check identity(Run run) {
        CommitId head = clone.fetch(run);
        Path tree = clone.of(run).files(head);
        String old = RotationFacts.oldRecipient(run);
        SecretSurvey survey = SecretSurvey.of(tree, old);
        if (!survey.files().isEmpty()) {
            throw new Failure.NeedsHuman(
                    "STILL_ENCRYPTED_FOR_OLD_KEY",
                    survey.files().size() + " files at " + head.abbreviated()
                            + " are encrypted for the old key, the first is "
                            + survey.files().get(0).path() + ": run 'sops updatekeys' on them, push, and try again");
        }
        List<String> without = cluster(run).places().stream()
                .filter(place -> !place.hasFresh())
                .map(Place::label)
                .toList();
        return without.isEmpty()
                ? Check.met("nothing at " + head.abbreviated() + " is encrypted for the old key")
                : Check.notYet("the new age key is missing in " + String.join(", ", without));
    }

    @Override
    public Plan plan(Run run) {
        String fresh = run.get(RotationFacts.NEW_RECIPIENT);
        var requests = new ArrayList<String>();
        cluster(run)
                .places()
                .forEach(place -> requests.add("kubectl -n " + place.namespace() + " patch secret " + place.name()
                        + " (the entry with the old age key gets the new one, " + fresh + ")"));
        requests.add("replace the old age key in " + local(run).named() + " by " + fresh);
        return new Plan(
                run.subject(),
                List.of(),
                requests,
                List.of(
                        "the old age key is removed from the cluster and from this machine; the copies in the password manager and"
                                + " offline stay until the recovery is closed",
                        "older commits and backups of the cluster can only be decrypted with these copies"));
    }

    @Override
    public void perform(Run run, Plan approved) {
        ClusterKeys keys = cluster(run);
        keys.places().forEach(keys::replace);
        if (local(run).holds(leaked(run))) {
            local(run).exchange(leaked(run), keys.fresh());
        }
    }

    private String leaked(Run run) {
        return new RotationKeys(keyring, run.recovery()).read(RotationKeys.LEAKED);
    }

    private static LocalKey local(Run run) {
        return new LocalKey(run.cluster().inventory().tools().ageKey());
    }

    private ClusterKeys cluster(Run run) {
        return new ClusterKeys(
                run.cluster().kubernetes(),
                leaked(run),
                new RotationKeys(keyring, run.recovery()).identity(RotationKeys.NEW));
    }
}
