package dev.kaltstart.secrets.value;

import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.secrets.exposure.ExposedValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tries an old value where it was valid. */
interface OldValueTrial {

    /**
     * @return proven when the old value is refused, missing when it still works, unknown or unproven when that cannot be said;
     *     empty when this trial is not for such a credential
     */
    Optional<Prerequisite> of(Old old);

    /**
     * The leaked version of one file.
     *
     * @param parts all exposed values in this file, of whatever credential: where a key is valid lies beside it
     * @param file as it leaked, encrypted
     */
    record Old(Credential credential, List<ExposedValue> parts, Path file, SecretPipe pipe) {

        /** The place of the first value whose key path has such a form. */
        Optional<String> place(Pattern key) {
            return parts.stream()
                    .map(ExposedValue::keyPath)
                    .filter(path -> key.matcher(path).matches())
                    .findFirst();
        }
    }
}
