package dev.kaltstart.cluster;

/** A number with its noun, for messages: {@code 1 pod}, {@code 2 pods}. */
public final class CountedNoun {

    private CountedNoun() {}

    public static String of(long count, String singular) {
        return of(count, singular, singular + "s");
    }

    public static String of(long count, String singular, String plural) {
        return count + " " + verb(count, singular, plural);
    }

    /** What is said of that many, without the number. */
    public static String verb(long count, String singular, String plural) {
        return count == 1 ? singular : plural;
    }
}
