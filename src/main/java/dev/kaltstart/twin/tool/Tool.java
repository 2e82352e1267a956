package dev.kaltstart.twin.tool;

/** One program. Called with the world's lock held: it must not wait. */
@FunctionalInterface
interface Tool {
    CommandOutcome run(Call call);
}
