package dev.kaltstart.twin.data;

import dev.kaltstart.twin.world.World;
import java.util.Optional;

/**
 * What is on a volume of the twin, as far as a restore can tell: nothing, or so many files and bytes.
 *
 * @param files on the volume
 * @param bytes of all files
 * @param sentinel the UUID that a drill has written there; blank for none
 */
public record VolumeData(long files, long bytes, String sentinel) {

    /** What an application makes by itself when it finds an empty volume. */
    static final VolumeData FRESH = new VolumeData(3, 49_152);

    public VolumeData(long files, long bytes) {
        this(files, bytes, "");
    }

    /** Empty for a new volume. */
    public static Optional<VolumeData> of(World world, String volume) {
        return Optional.ofNullable(world.marks().get(mark(volume))).map(VolumeData::parse);
    }

    static VolumeData parse(String text) {
        var parts = text.split(" ", 3);
        return new VolumeData(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts.length == 3 ? parts[2] : "");
    }

    public void on(World world, String volume) {
        world.marks().put(mark(volume), text());
    }

    VolumeData with(String other) {
        return new VolumeData(files, bytes, other);
    }

    String text() {
        return (files + " " + bytes + " " + sentinel).strip();
    }

    private static String mark(String volume) {
        return "data/" + volume;
    }
}
