package dev.kaltstart.audit;

import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chain's head as known to this Kaltstart. A file that contradicts the chain is left unchanged, as evidence.
 * Thread-safe.
 */
final class KeptHead {

    private static final Logger LOG = LoggerFactory.getLogger(KeptHead.class);

    private final HeadFile file;
    private @Nullable ChainHead head;
    private boolean read;
    private boolean contradicted;

    KeptHead(HeadFile file) {
        this.file = file;
    }

    /** Reads and stores nothing: the home belongs to another process, which keeps its own head. */
    static KeptHead ofAnother(HeadFile file) {
        var kept = new KeptHead(file);
        kept.read = true;
        kept.contradicted = true;
        return kept;
    }

    /** Empty when no head was stored yet. */
    synchronized Optional<ChainHead> head() {
        if (!read) {
            read = true;
            try {
                head = file.read().orElse(null);
            } catch (HeadFile.Unreadable e) {
                contradict(e.getMessage());
            }
        }
        return Optional.ofNullable(head);
    }

    /** Commits of several threads arrive in arbitrary order. */
    synchronized void advance(ChainHead newer) {
        if (contradicted || (head != null && head.events() >= newer.events())) {
            return;
        }
        head = newer;
        try {
            file.write(newer);
        } catch (UncheckedIOException e) {
            LOG.error("{}: the end of the audit chain is kept in the database only", e.getMessage(), e);
        }
    }

    synchronized void contradict(@Nullable String why) {
        if (!contradicted) {
            LOG.error("The audit chain was tampered with: {}. Run 'kaltstart audit verify'", why);
        }
        contradicted = true;
    }

    synchronized boolean contradicted() {
        return contradicted;
    }
}
