package dev.kaltstart.secrets.exposure;

import dev.kaltstart.git.PastFiles;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One value of one file through the history.
 *
 * <p>All of its versions, those that an age key of this leak opens, and those that were in clear text.
 */
final class ValueHistory {

    private final String file;
    private Place place;
    private final Span all = new Span();
    private final Span opened = new Span();
    private final Span plain = new Span();
    private final Set<String> earlierFiles = new LinkedHashSet<>();
    private boolean atHead;
    private boolean partOfKey;
    private @Nullable Instant until;

    ValueHistory(String file, Place place) {
        this.file = file;
        this.place = place;
    }

    /**
     * The place of a value in a file.
     *
     * @param document number of the document
     * @param keyPath as sops takes it, or the item of a store
     * @param key the last key
     * @param named the document
     * @param fromStore the value is in a store, and the file only names it
     */
    record Place(int document, String keyPath, String key, SecretContent.Named named, boolean fromStore) {

        /** The same place in two versions of the file; what Kubernetes calls the document may change. */
        String id() {
            return document + " " + keyPath;
        }
    }

    /**
     * The versions come the oldest first.
     *
     * @param opens whether an age key of this leak opens this version
     */
    void seen(PastFiles.Version version, Place there, boolean encrypted, boolean opens, boolean severalGroups) {
        place = there;
        until = null;
        all.add(version);
        if (!encrypted && !place.fromStore()) {
            plain.add(version);
        } else if (opens) {
            opened.add(version);
            partOfKey |= severalGroups;
        }
    }

    void atHead() {
        atHead = true;
    }

    /** Its file was deleted then, or lost the key. */
    void gone(Instant at) {
        until = until == null ? at : until;
    }

    /** The same value in a file that was renamed. */
    void continues(ValueHistory earlier) {
        all.add(earlier.all);
        opened.add(earlier.opened);
        plain.add(earlier.plain);
        partOfKey |= earlier.partOfKey;
        earlierFiles.add(earlier.file);
        earlierFiles.addAll(earlier.earlierFiles);
    }

    String file() {
        return file;
    }

    Place place() {
        return place;
    }

    Span all() {
        return all;
    }

    Span opened() {
        return opened;
    }

    Span plain() {
        return plain;
    }

    Set<String> earlierFiles() {
        return earlierFiles;
    }

    boolean isAtHead() {
        return atHead;
    }

    /** One of several key groups: this key alone opens nothing. */
    boolean isPartOfKey() {
        return partOfKey;
    }

    /** Whether the cluster had it at some time since then. */
    boolean livedSince(Instant since) {
        return atHead || (until != null && until.isAfter(since)) || all.lastAt().isAfter(since);
    }
}
