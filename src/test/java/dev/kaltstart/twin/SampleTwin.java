package dev.kaltstart.twin;

import dev.kaltstart.cluster.Cluster;
import java.nio.file.Path;

/** The twin of the sample, whose Flux follows the sample's repository; time passes when a test says so. */
public final class SampleTwin implements AutoCloseable {

    private final TwinFixture twin;

    private SampleTwin(TwinFixture twin) {
        this.twin = twin;
    }

    public static SampleTwin open(Path directory) {
        return new SampleTwin(TwinFixture.sample(directory).losing("").after(5));
    }

    public Cluster cluster() {
        return twin.open();
    }

    public void after(long minutes) {
        twin.after(minutes);
    }

    @Override
    public void close() {
        twin.close();
    }
}
