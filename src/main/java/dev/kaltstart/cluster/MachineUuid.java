package dev.kaltstart.cluster;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The SMBIOS UUID of a machine: its most reliable identity. */
public record MachineUuid(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    public MachineUuid {
        value = value.strip().toLowerCase(Locale.ROOT);
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a UUID: eight, four, four, four and twelve hexadecimal digits");
        }
    }

    /** Empty when the text is no UUID, or one that firmware gives to many machines: all zeros, all ones. */
    public static Optional<MachineUuid> parse(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        boolean distinct = plain.replace("-", "").chars().distinct().count() > 1;
        return distinct && FORM.matcher(plain).matches() ? Optional.of(new MachineUuid(plain)) : Optional.empty();
    }

    /** SMBIOS before 2.6 leaves the byte order of the first three groups open: both spellings are equal. */
    public boolean sameMachine(MachineUuid other) {
        return equals(other) || swapped().equals(other.value);
    }

    private String swapped() {
        String[] groups = value.split("-");
        return String.join("-", reversed(groups[0]), reversed(groups[1]), reversed(groups[2]), groups[3], groups[4]);
    }

    private static String reversed(String group) {
        var bytes = new StringBuilder();
        for (int end = group.length(); end > 0; end -= 2) {
            bytes.append(group, end - 2, end);
        }
        return bytes.toString();
    }

    @Override
    public String toString() {
        return value;
    }
}
