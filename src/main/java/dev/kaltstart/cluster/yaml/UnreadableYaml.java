package dev.kaltstart.cluster.yaml;

/** A file that cannot be parsed as YAML. The message leaves out the place, which is {@link #at()}. */
public final class UnreadableYaml extends RuntimeException {

    private final transient Position at;

    public UnreadableYaml(Position at, String message) {
        super(message);
        this.at = at;
    }

    public Position at() {
        return at;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
