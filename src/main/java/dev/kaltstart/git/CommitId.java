package dev.kaltstart.git;

import java.util.regex.Pattern;

/** The full id of a commit. Short ids, branches, tags and expressions are refused: their meaning can change. */
public record CommitId(String value) {

    private static final Pattern FULL = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    public CommitId {
        if (!FULL.matcher(value).matches()) {
            throw new IllegalArgumentException("not a full commit id: 40 or 64 hexadecimal digits are needed");
        }
    }

    /** For people only. */
    public String abbreviated() {
        return value.substring(0, 12);
    }

    @Override
    public String toString() {
        return value;
    }
}
