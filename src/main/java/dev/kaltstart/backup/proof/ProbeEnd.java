package dev.kaltstart.backup.proof;

import org.jspecify.annotations.Nullable;

/**
 * How a look at a volume ended.
 *
 * @param content null when the volume could not be read
 * @param problem why not; blank otherwise
 */
public record ProbeEnd(@Nullable VolumeContent content, String problem) {

    static ProbeEnd of(VolumeContent content) {
        return new ProbeEnd(content, "");
    }

    public static ProbeEnd unreadable(String problem) {
        return new ProbeEnd(null, problem);
    }
}
