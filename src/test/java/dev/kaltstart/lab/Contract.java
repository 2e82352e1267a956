package dev.kaltstart.lab;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The same assertions about two worlds: whoever extends it says which. */
public abstract class Contract {

    @SuppressWarnings("NullAway.Init")
    protected World world;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    protected Path directory;

    protected abstract World open();

    @BeforeEach
    void enter() {
        world = open();
    }

    @AfterEach
    void leave() {
        // what was skipped has no world
        if (world != null) {
            world.close();
        }
    }
}
