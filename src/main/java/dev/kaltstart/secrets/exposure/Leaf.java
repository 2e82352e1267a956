package dev.kaltstart.secrets.exposure;

import java.util.List;
import java.util.Optional;

/**
 * One scalar of a file.
 *
 * @param document number of the document, from 0
 * @param path keys (text) and indexes of lists (numbers)
 * @param text as written; never shown
 */
record Leaf(int document, List<Object> path, String text) {

    static final String ENCRYPTED = "ENC[AES256_GCM,";

    Leaf {
        path = List.copyOf(path);
    }

    /** As SOPS writes an encrypted value (getsops/sops: {@code aes/cipher.go}). */
    boolean encrypted() {
        return text.startsWith(ENCRYPTED);
    }

    /** The last key of the path; empty when there is none. */
    String key() {
        for (int i = path.size() - 1; i >= 0; i--) {
            if (path.get(i) instanceof String key) {
                return key;
            }
        }
        return "";
    }

    boolean at(Object... wanted) {
        return path.equals(List.of(wanted));
    }

    boolean below(String first) {
        return !path.isEmpty() && path.get(0).equals(first);
    }

    Optional<Object> at(int position) {
        return position < path.size() ? Optional.of(path.get(position)) : Optional.empty();
    }
}
