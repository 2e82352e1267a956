package dev.kaltstart.twin;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.nio.file.Path;

/** The twin of the sample, whose Flux follows the sample's repository; time passes when a test says so. */
public final class SampleTwin implements AutoCloseable {

    public static final String RECOVERY = TwinFixture.RECOVERY;

    private final TwinFixture twin;

    private SampleTwin(TwinFixture twin) {
        this.twin = twin;
    }

    public static SampleTwin open(Path directory) {
        return new SampleTwin(TwinFixture.sample(directory).losing("").after(5));
    }

    /** With all that the repository says, and nothing that a test has written down about it. */
    public static SampleTwin asRead(Path directory, String... faults) {
        return new SampleTwin(TwinFixture.sampleAsRead(directory).losing("", faults));
    }

    public Cluster cluster() {
        return twin.open();
    }

    /** Lets the time pass that the command takes. */
    public Result run(Command command) {
        return twin.run(command);
    }

    public void after(long minutes) {
        twin.after(minutes);
    }

    @Override
    public void close() {
        twin.close();
    }
}
