package dev.kaltstart.alert.payload;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fingerprint that Alertmanager gives to a set of labels (src: prometheus/common:model/signature.go): 64-bit FNV-1a
 * over names and values.
 */
final class LabelFingerprint {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final byte SEPARATOR = (byte) 255;

    private LabelFingerprint() {}

    static String of(Map<String, String> labels) {
        long hash = OFFSET;
        for (var label : new TreeMap<>(labels).entrySet()) {
            hash = add(add(hash, label.getKey()), label.getValue());
        }
        return HexFormat.of().toHexDigits(hash);
    }

    private static long add(long hash, String text) {
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            hash = add(hash, one);
        }
        return add(hash, SEPARATOR);
    }

    private static long add(long hash, byte one) {
        return (hash ^ (one & 0xff)) * PRIME;
    }
}
