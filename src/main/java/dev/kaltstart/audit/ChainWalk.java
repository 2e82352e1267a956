package dev.kaltstart.audit;

import dev.kaltstart.audit.ChainVerdict.Broken;
import dev.kaltstart.audit.ChainVerdict.Kind;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Walks the chain event by event, in the order of their numbers, and stops at the first break. */
final class ChainWalk {

    private final Predicate<String> isHashOfAnEvent;
    private final Function<Long, Optional<String>> hashAt;
    private final long longest;
    private ChainHead head = ChainHead.START;
    private @Nullable Broken broken;

    /**
     * @param isHashOfAnEvent whether any event of the database has this hash
     * @param hashAt the stored hash of the event with a number
     * @param longest the highest number an event can have
     */
    ChainWalk(Predicate<String> isHashOfAnEvent, Function<Long, Optional<String>> hashAt, long longest) {
        this.isHashOfAnEvent = isHashOfAnEvent;
        this.hashAt = hashAt;
        this.longest = longest;
    }

    ChainHead head() {
        return head;
    }

    Optional<Broken> broken() {
        return Optional.ofNullable(broken);
    }

    void next(AuditLink link) {
        if (broken != null) {
            return;
        }
        broken = problem(link).orElse(null);
        if (broken == null) {
            head = link.head();
        }
    }

    private Optional<Broken> problem(AuditLink link) {
        long expected = head.events() + 1;
        if (link.number() < expected) {
            return broken(Kind.INSERTED, "an event with the number " + link.number() + " does not belong there");
        }
        if (link.number() > expected) {
            return broken(Kind.MISSING, events(expected, link.number() - 1) + " missing");
        }
        if (!link.sound()) {
            return original(link)
                    .map(number -> moved(link, number))
                    .orElseGet(() -> broken(Kind.CHANGED, "event " + link.number() + " was changed"));
        }
        if (!link.previous().equals(head.hash())) {
            return unlinked(link);
        }
        return Optional.empty();
    }

    /** The original number of the event, when only its number was changed. */
    private Optional<Long> original(AuditLink link) {
        for (long number = 1; number <= longest; number++) {
            if (link.soundAs(number)) {
                return Optional.of(number);
            }
        }
        return Optional.empty();
    }

    private Optional<Broken> moved(AuditLink link, long original) {
        if (original < link.number()
                && hashAt.apply(original - 1).filter(link.previous()::equals).isPresent()) {
            return broken(Kind.INSERTED, events(original, link.number() - 1) + " inserted");
        }
        if (original > link.number() && !isHashOfAnEvent.test(link.previous())) {
            return broken(Kind.MISSING, events(link.number(), original - 1) + " missing");
        }
        return broken(Kind.REORDERED, "event " + link.number() + " was written as event " + original);
    }

    /** The hash of the event is right, but its predecessor is another one than recorded. */
    private Optional<Broken> unlinked(AuditLink link) {
        if (isHashOfAnEvent.test(link.previous())) {
            return broken(Kind.REORDERED, "event " + link.number() + " does not follow the event before it");
        }
        return link.number() == 1
                ? broken(Kind.MISSING, "the chain does not begin at its beginning")
                : broken(
                        Kind.CHANGED,
                        "event " + (link.number() - 1) + " was changed or replaced, and its hash made to match");
    }

    private static String events(long first, long last) {
        return first == last ? "event " + first + " is" : "events " + first + " to " + last + " are";
    }

    private static Optional<Broken> broken(Kind kind, String message) {
        return Optional.of(new Broken(kind, message));
    }
}
