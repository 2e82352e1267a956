package dev.kaltstart.git;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The output of {@code git log --raw -z} in a file, which may be larger than the memory. Fields end with NUL, which no path
 * can contain; the field after a change is its path, whatever it looks like.
 */
record RawLog(Path file) {

    /** Of the header of each commit. */
    static final String FORMAT = "tformat:%H %ct";

    private static final Pattern COMMIT = Pattern.compile("([0-9a-f]{40,64}) (\\d{1,11})?");
    private static final Pattern CHANGE =
            Pattern.compile(":\\d{6} (\\d{6}) [0-9a-f]{40,64} ([0-9a-f]{40,64}) [A-Z]\\d*");
    private static final int LONGEST = 64 * 1024;

    /** @param visitor sees the changes in the order of the file, until it has seen enough */
    void read(Visitor visitor) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            read(in, visitor);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the history in " + file, e);
        }
    }

    private static void read(InputStream in, Visitor visitor) throws IOException {
        String commit = "";
        Instant at = Instant.EPOCH;
        for (String field = field(in); field != null; field = field(in)) {
            String line = field.strip();
            Matcher change = CHANGE.matcher(line);
            if (change.matches()) {
                String path = field(in);
                boolean file = change.group(1).startsWith("100");
                if (path == null || !visitor.saw(commit, at, path, file ? change.group(2) : null)) {
                    return;
                }
                continue;
            }
            Matcher header = COMMIT.matcher(line);
            if (header.matches()) {
                commit = header.group(1);
                at = header.group(2) == null ? Instant.EPOCH : Instant.ofEpochSecond(Long.parseLong(header.group(2)));
            } else if (!line.isEmpty()) {
                throw new GitTrouble("the history has a line that Git does not write; fetch the repository again");
            }
        }
    }

    private static @Nullable String field(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream(128);
        int next = in.read();
        if (next < 0) {
            return null;
        }
        for (; next > 0; next = in.read()) {
            if (bytes.size() < LONGEST) {
                bytes.write(next);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Sees one change after the other. */
    @FunctionalInterface
    interface Visitor {

        /**
         * @param blob null when there is no file at this path after the commit
         * @return whether to go on
         */
        boolean saw(String commit, Instant at, String path, @Nullable String blob);
    }
}
