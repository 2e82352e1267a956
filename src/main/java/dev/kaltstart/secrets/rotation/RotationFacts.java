package dev.kaltstart.secrets.rotation;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.secrets.LeakFacts;

/** How far the change of the age key is. Public keys only. */
final class RotationFacts {

    /** The public key of the new age key. */
    static final Fact<String> NEW_RECIPIENT = Fact.text("newRecipient");

    /** The commit that encrypts everything for both keys, and the head that it is based on. */
    static final Fact<String> OVERLAP = Fact.text("overlapCommit");

    static final Fact<CommitId> OVERLAP_BASE = Fact.of("overlapBase", CommitId::value, CommitId::new);

    /** The commit that encrypts everything for the new key alone, and the head that it is based on. */
    static final Fact<String> CUT = Fact.text("cutCommit");

    static final Fact<CommitId> CUT_BASE = Fact.of("cutBase", CommitId::value, CommitId::new);

    private RotationFacts() {}

    static String oldRecipient(Facts facts) {
        return facts.get(LeakFacts.RECIPIENTS);
    }
}
