package dev.kaltstart.twin.world;

import java.util.Locale;

/** The life of a Talos machine. */
public enum Stage {
    OFF,
    BOOTING,
    MAINTENANCE,
    INSTALLING,
    RUNNING,
    RESETTING,
    REBOOTING;

    /** As {@code talosctl get machinestatus} names it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
