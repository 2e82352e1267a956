package dev.kaltstart.backup.proof;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a pod found on a volume.
 *
 * @param files at most {@link #MOST}
 * @param bytes on the disk
 * @param sentinel the UUID of the sentinel on the volume; blank when there is none
 */
public record VolumeContent(long files, long bytes, String sentinel) {

    /** No more files are counted. */
    static final long MOST = 100_000;

    private static final Pattern LINE = Pattern.compile("[a-z]{1,20}=[0-9a-f-]{0,36}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /** @return empty when the text is not what the probe prints: {@code files=12}, {@code bytes=4096}, {@code sentinel=} */
    static Optional<VolumeContent> parse(String text) {
        Map<String, String> values = text.lines()
                .filter(line -> LINE.matcher(line).matches())
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1),
                        (one, other) -> one));
        return number(values, "files")
                .flatMap(files -> number(values, "bytes")
                        .map(bytes -> new VolumeContent(files, bytes, values.getOrDefault("sentinel", ""))));
    }

    private static Optional<Long> number(Map<String, String> values, String name) {
        return Optional.ofNullable(values.get(name))
                .filter(value -> NUMBER.matcher(value).matches())
                .map(Long::valueOf);
    }

    public boolean empty() {
        return files == 0;
    }

    /** For people. */
    public String message() {
        return (files >= MOST ? "at least " : "") + files + (files == 1 ? " file, " : " files, ") + bytes + " bytes";
    }
}
