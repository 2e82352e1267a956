package dev.kaltstart.secrets.value;

import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.secrets.exposure.ExposedValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is proven, what is not, and what has to happen first. */
final class ProofList {

    private final List<Prerequisite> all = new ArrayList<>();
    private final List<String> awaited = new ArrayList<>();
    private final boolean early;

    /** @param early a change that a person has just made may not have arrived yet */
    ProofList(boolean early) {
        this.early = early;
    }

    void add(Prerequisite one) {
        all.add(one);
    }

    void change(ExposedValue part, ValueChange change) {
        String place = part.place();
        switch (change) {
            case CHANGED -> add(Prerequisite.proven(place + " has another value than the leaked one"));
            case REMOVED -> add(Prerequisite.proven(place + " is not in Git any more"));
            case SAME -> same(place);
            case IN_CLEAR_TEXT ->
                throw new Failure.NeedsHuman(
                        "IN_CLEAR_TEXT",
                        place + " is in clear text in Git now, so"
                                + " the new value leaked, too. Make another one, encrypt it with sops before the commit, then retry");
            case OLD_UNREADABLE ->
                add(Prerequisite.unproven("the leaked version of " + place
                        + " cannot be decrypted here, so nothing was compared; its ciphertext is new"));
            case NEW_UNREADABLE ->
                add(Prerequisite.unproven("the new version of " + place
                        + " cannot be decrypted here, so nothing was compared; its ciphertext is new"));
            case UNKNOWN -> add(Prerequisite.unknown(place + " could not be compared"));
        }
    }

    private void same(String place) {
        if (early) {
            awaited.add(place + " still has the leaked value in Git: is the new one pushed?");
            return;
        }
        throw new Failure.NeedsHuman(
                "OLD_VALUE",
                place + " still has the leaked value: new encryption does not change it."
                        + " Make a new value, commit and push it, then retry");
    }

    void consumer(Prerequisite one) {
        if (one.state() == Prerequisite.State.MISSING) {
            awaited.add(one.message());
        } else {
            add(one);
        }
    }

    void refusal(Prerequisite one) {
        if (one.state() == Prerequisite.State.MISSING && early) {
            awaited.add(one.message());
            return;
        }
        if (one.state() == Prerequisite.State.MISSING) {
            throw new Failure.NeedsHuman("OLD_STILL_WORKS", one.message() + ", then retry");
        }
        add(one);
    }

    String waiting() {
        return String.join("; ", awaited);
    }

    int openCount() {
        return (int) all.stream()
                .filter(one -> one.state() != Prerequisite.State.PROVEN)
                .count();
    }

    String text(String said) {
        String proven = messages(true);
        String open = messages(false);
        return (proven.isEmpty() ? "proven by no program" : "proven: " + proven)
                + (open.isEmpty() ? "" : "; not proven: " + open) + "; a person: " + said;
    }

    private String messages(boolean proven) {
        return all.stream()
                .filter(one -> (one.state() == Prerequisite.State.PROVEN) == proven)
                .map(Prerequisite::message)
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
