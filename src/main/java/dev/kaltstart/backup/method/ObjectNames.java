package dev.kaltstart.backup.method;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/** Names for the objects of a restore: the same for the same restore, so that none is made twice. */
public final class ObjectNames {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

    private ObjectNames() {}

    /**
     * Whether Kubernetes would take the name. One that another object only mentions may be anything, and becomes a part of
     * the address of a request: {@code ../../kube-system/secrets/token}.
     */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** 22 characters, also for the value of a label; Longhorn allows no more than 40 for a volume. */
    public static String of(String... parts) {
        byte[] text = String.join("|", parts).getBytes(StandardCharsets.UTF_8);
        return "kaltstart-"
                + UUID.nameUUIDFromBytes(text).toString().replace("-", "").substring(0, 12);
    }
}
