package dev.kaltstart.recovery;

import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps what a recovery has seen and what is too long for a fact. Secrets are taken out before anything is kept. */
public interface Evidence {

    /** The most that is kept of one text, in characters; what is longer is cut, and says so. */
    int LONGEST = 4_000_000;

    /**
     * Keeping again under the same name replaces what was kept for this subject: a step may run twice.
     *
     * @param name small letters, digits, dots and hyphens, at most 100 of them
     * @return the reference by which it can be read
     * @throws IllegalArgumentException when the name is none
     */
    String keep(Run run, String name, String text);

    /** Empty when nothing was kept under this reference. */
    Optional<String> read(String reference);

    /** The oldest first. */
    List<Kept> of(String recovery);

    /**
     * @param name as it is read: with the subject behind an at sign, {@code scope.json@wk-2}, where it is not about the
     *     whole cluster
     * @param size in characters
     */
    record Kept(String name, long size, Instant at) {}

    /** @param name as in {@link Kept} */
    static String reference(String recovery, String name) {
        return recovery + "/" + name;
    }

    static String reference(Run run, String name) {
        return reference(run.recovery(), named(run.subject(), name));
    }

    static String named(Subject subject, String name) {
        return subject.label().isEmpty() ? name : name + "@" + subject.label();
    }
}
