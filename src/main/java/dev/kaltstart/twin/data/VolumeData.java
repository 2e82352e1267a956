package dev.kaltstart.twin.data;

import dev.kaltstart.twin.world.World;
import java.util.Optional;

/**
 * What is on a volume of the twin, as far as a restore can tell: nothing, or so many files and bytes.
 *
 * @param files on the volume
 * @param bytes of all files
 */
public record VolumeData(long files, long bytes) {

    /** What an application makes by itself when it finds an empty volume. */
    static final VolumeData FRESH = new VolumeData(3, 49_152);

    /** Empty for a new volume. */
    public static Optional<VolumeData> of(World world, String volume) {
        return Optional.ofNullable(world.marks().get(mark(volume))).map(VolumeData::parse);
    }

    static VolumeData parse(String text) {
        var numbers = text.split(" ", 2);
        return new VolumeData(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }

    public void on(World world, String volume) {
        world.marks().put(mark(volume), text());
    }

    String text() {
        return files + " " + bytes;
    }

    private static String mark(String volume) {
        return "data/" + volume;
    }
}
