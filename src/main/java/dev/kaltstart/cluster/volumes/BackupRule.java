package dev.kaltstart.cluster.volumes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/** One method of backups: it is shown everything first, and then asked about each volume. */
interface BackupRule {

    /** @param source file and line of the object */
    default void see(String source, ObjectNode object) {}

    default void see(ChartRelease release) {}

    /** The claims that it names, {@code namespace/name}, and where. */
    default Stream<NamedClaim> names() {
        return Stream.of();
    }

    /**
     * Says what it knows of a volume. Only what certainly is a backup may be called one.
     *
     * @param pods that mount it; empty also when nothing is known of them
     */
    void judge(FoundVolume volume, List<ClaimMount> pods, Judgement judgement);

    record NamedClaim(String namespace, String claim, String source) {}

    /** @param volume its name in the pod */
    record ClaimMount(PodShape pod, String volume) {}
}
