package dev.kaltstart.engine.people;

/** Hashes of passwords in the same format as in production, with as little work as the format allows. */
public final class QuickHashes {

    private static final int KIBIBYTES = 8;
    private static final int PASSES = 1;

    private QuickHashes() {}

    public static PasswordHashes make() {
        return new PasswordHashes(KIBIBYTES, PASSES);
    }
}
