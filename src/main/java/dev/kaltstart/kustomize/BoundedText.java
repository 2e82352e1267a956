package dev.kaltstart.kustomize;

/** A text that a regular expression of a stranger may look at only so often: some expressions would do so for ever. */
final class BoundedText implements CharSequence {

    private static final int MOST = 100_000;

    private final String text;
    private int left = MOST;

    BoundedText(String text) {
        this.text = text;
    }

    int used() {
        return MOST - Math.max(left, 0);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (--left < 0) {
            throw new Exhausted();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    static final class Exhausted extends RuntimeException {
        Exhausted() {
            super("the expression takes too long");
        }
    }
}
