package dev.kaltstart.api;

import java.io.IOException;

/** A request body that exceeded its time-out. */
public final class SlowBody extends IOException {

    private static final long serialVersionUID = 1;

    public SlowBody() {
        super("the request body arrived too slowly");
    }
}
