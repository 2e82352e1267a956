package dev.kaltstart.backup.protection;

import org.springframework.modulith.NamedInterface;

/** Whether a volume would lose no more than is allowed. */
@NamedInterface("status")
public enum Rpo {
    MET,
    /** There is no restore point that can be used, or the newest one is too old. */
    MISSED,
    UNKNOWN
}
