package dev.kaltstart.recovery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps what a recovery has seen and what is too long for a fact. Secrets are taken out before anything is kept. */
public interface Evidence {

    /** The most that is kept of one text, in characters; what is longer is cut, and says so. */
    int LONGEST = 4_000_000;

    /**
     * Keeping again under the same name replaces what was kept: a step may run twice.
     *
     * @param name small letters, digits, dots and hyphens, at most 100 of them
     * @return the reference by which it can be read
     * @throws IllegalArgumentException when the name is none
     */
    String keep(String recovery, String name, String text);

    /** Empty when nothing was kept under this reference. */
    Optional<String> read(String reference);

    /** The oldest first. */
    List<Kept> of(String recovery);

    /** @param size in characters */
    record Kept(String name, long size, Instant at) {}

    static String reference(String recovery, String name) {
        return recovery + "/" + name;
    }
}
