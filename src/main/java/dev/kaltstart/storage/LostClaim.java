package dev.kaltstart.storage;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A claim without its data, as {@link VolumesNow} writes it down: {@code office/data was recreated: ...; its former volume
 * still exists, Released: pv-1; applied by the Kustomization office/app}.
 *
 * @param volume that may have the data; null when none is left
 * @param owner the Kustomization, as namespace/name; null when unknown
 */
record LostClaim(
        String namespace,
        String name,
        @Nullable String volume,
        @Nullable String owner) {

    static final String VOLUME = "; its former volume still exists, Released: ";
    static final String OWNER = "; applied by the Kustomization ";

    private static final String WORD = "[a-z0-9][a-z0-9.-]*";
    private static final Pattern CLAIM = Pattern.compile("([a-z0-9-]{1,63})/(" + WORD + ") .*");
    private static final Pattern VOLUMES = Pattern.compile(Pattern.quote(VOLUME) + "(" + WORD + ")");
    private static final Pattern OWNED = Pattern.compile(Pattern.quote(OWNER) + "(" + WORD + "/" + WORD + ")");

    static List<LostClaim> of(String lines) {
        return lines.lines().flatMap(line -> parse(line).stream()).toList();
    }

    private static Optional<LostClaim> parse(String line) {
        Matcher claim = CLAIM.matcher(line);
        return claim.matches()
                ? Optional.of(new LostClaim(claim.group(1), claim.group(2), found(VOLUMES, line), found(OWNED, line)))
                : Optional.empty();
    }

    private static @Nullable String found(Pattern pattern, String line) {
        Matcher found = pattern.matcher(line);
        return found.find() ? found.group(1) : null;
    }

    /** As people write it. */
    String label() {
        return namespace + "/" + name;
    }
}
