package dev.kaltstart.backup.method;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Names for the objects of a restore: the same for the same restore, so that none is made twice. */
public final class ObjectNames {

    private ObjectNames() {}

    /** 22 characters, also for the value of a label; Longhorn allows no more than 40 for a volume. */
    public static String of(String... parts) {
        byte[] text = String.join("|", parts).getBytes(StandardCharsets.UTF_8);
        return "kaltstart-"
                + UUID.nameUUIDFromBytes(text).toString().replace("-", "").substring(0, 12);
    }
}
