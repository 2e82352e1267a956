package dev.kaltstart.secrets.exposure;

import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.PastFiles.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** From the first to the last commit of something. Empty until it has seen one. */
final class Span {

    private @Nullable Version first;
    private @Nullable Version last;

    /** The history comes the oldest first; of two commits with one time, the order decides. */
    void add(Version version) {
        if (first == null || version.at().isBefore(first.at())) {
            first = version;
        }
        if (last == null || !version.at().isBefore(last.at())) {
            last = version;
        }
    }

    void add(Span other) {
        if (other.first != null && other.last != null) {
            add(other.last);
            add(other.first);
        }
    }

    boolean isEmpty() {
        return first == null;
    }

    CommitId firstCommit() {
        return required(first).commit();
    }

    Instant firstAt() {
        return required(first).at();
    }

    CommitId lastCommit() {
        return required(last).commit();
    }

    Instant lastAt() {
        return required(last).at();
    }

    private static Version required(@Nullable Version version) {
        if (version == null) {
            throw new IllegalStateException("there is no commit");
        }
        return version;
    }
}
