package dev.kaltstart.cluster.yaml;

/** A file that cannot be taken as YAML. The message is a sentence without the place; {@link #at()} is the place. */
public final class UnreadableYaml extends RuntimeException {

    private final transient Position at;

    public UnreadableYaml(Position at, String words) {
        super(words);
        this.at = at;
    }

    public Position at() {
        return at;
    }

    public String words() {
        return String.valueOf(getMessage());
    }
}
