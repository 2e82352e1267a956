package dev.kaltstart.cluster.machines;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Hardware addresses in one form: lower case with colons. */
final class MacAddress {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

    private MacAddress() {}

    /** Empty for a pattern ({@code bc:24:*}), which many machines may match. */
    static Optional<String> of(String text) {
        var mac = text.strip().toLowerCase(Locale.ROOT).replace('-', ':');
        return FORM.matcher(mac).matches() ? Optional.of(mac) : Optional.empty();
    }
}
