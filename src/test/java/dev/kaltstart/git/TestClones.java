package dev.kaltstart.git;

import dev.kaltstart.shell.Home;
import dev.kaltstart.shell.Redaction;

/** Clones for the tests of other packages. */
public final class TestClones {

    private TestClones() {}

    public static RecoveryClones in(Home home) {
        return new RecoveryClones(home, new Redaction());
    }
}
