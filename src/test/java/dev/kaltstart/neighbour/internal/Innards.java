package dev.kaltstart.neighbour.internal;

/** What {@code BadClasses} reaches into; no module of the program. */
public final class Innards {

    public static final String WORDS = new StringBuilder("not yours").toString();

    private Innards() {}
}
