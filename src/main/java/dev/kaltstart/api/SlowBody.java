package dev.kaltstart.api;

import java.io.IOException;

/** The rest of a body that was not waited for. */
public final class SlowBody extends IOException {

    private static final long serialVersionUID = 1;

    public SlowBody() {
        super("the body came too slowly");
    }
}
