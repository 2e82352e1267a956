package dev.kaltstart.twin;

import dev.kaltstart.shell.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineTwinTest extends CommandLineContract {

    private TwinFixture twin;

    @BeforeAll
    void aCluster(@TempDir Path directory) {
        twin = TwinFixture.homelab(directory).losing("wk-2");
    }

    @AfterAll
    void end() {
        twin.close();
    }

    @Override
    protected Result run(String line) {
        return twin.run(line);
    }
}
