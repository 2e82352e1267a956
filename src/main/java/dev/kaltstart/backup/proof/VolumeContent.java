package dev.kaltstart.backup.proof;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a pod found on a volume.
 *
 * @param files at most {@link #MOST}
 * @param bytes on the disk
 */
public record VolumeContent(long files, long bytes) {

    /** No more files are counted. */
    static final long MOST = 100_000;

    /** @return empty when the text is not what the probe prints: {@code files=12}, {@code bytes=4096} */
    static Optional<VolumeContent> parse(String text) {
        Map<String, String> values = text.lines()
                .filter(line -> line.matches("[a-z]{1,20}=[0-9]{1,18}"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1),
                        (one, other) -> one));
        return values.containsKey("files") && values.containsKey("bytes")
                ? Optional.of(
                        new VolumeContent(Long.parseLong(values.get("files")), Long.parseLong(values.get("bytes"))))
                : Optional.empty();
    }

    public boolean empty() {
        return files == 0;
    }

    /** For people. */
    public String message() {
        return (files >= MOST ? "at least " : "") + files + (files == 1 ? " file, " : " files, ") + bytes + " bytes";
    }
}
