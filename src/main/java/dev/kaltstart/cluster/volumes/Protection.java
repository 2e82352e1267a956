package dev.kaltstart.cluster.volumes;

/** What becomes of the data of a volume when the cluster is lost; the worst comes first. */
public enum Protection {
    NONE("not protected"),
    /** The repository does not say enough. Never read as protected. */
    UNKNOWN("cannot be judged"),
    /** The data is not in the cluster and outlives it, on a NAS for example. That is no backup. */
    OUTSIDE("outside of the cluster (no backup)"),
    BACKED_UP("backed up");

    private final String label;

    Protection(String label) {
        this.label = label;
    }

    /** For people. */
    public String label() {
        return label;
    }
}
