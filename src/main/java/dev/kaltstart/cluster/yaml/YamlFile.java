package dev.kaltstart.cluster.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An untrusted YAML file: bounded in size, UTF-8 (a byte order mark and CRLF are fine), plain data only.
 *
 * @param name of the file in messages
 */
public record YamlFile(Path path, String name, int limit) {

    /** For files that a person writes for Kaltstart. */
    public static final int CONFIGURATION_LIMIT = 1024 * 1024;

    /** For files of a repository. */
    public static final int REPOSITORY_LIMIT = 3 * 1024 * 1024;

    private static final char REPLACED = '\uFFFD';

    /** All documents of the file. */
    public List<Yaml> documents() {
        return new YamlReader(name).read(text());
    }

    /** The single document of the file; an empty file is an empty mapping. */
    public Yaml document() {
        var documents = documents();
        if (documents.size() > 1) {
            throw new UnreadableYaml(
                    documents.get(1).at(),
                    "a second YAML document begins here, but one is expected: remove the line '---' before it");
        }
        return documents.isEmpty() ? new Yaml.Mapping(new Position(name, 1), Map.of(), Map.of()) : documents.get(0);
    }

    /** The content, if it is what a file of this kind may be. */
    public String text() {
        try {
            if (Files.size(path) > limit) {
                throw new UnreadableYaml(
                        Position.of(name),
                        "the file is larger than %d MiB: this is not the expected file".formatted(limit >> 20));
            }
            return decoded(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            throw new UnreadableYaml(Position.of(name), "there is no such file: create it or correct the path");
        } catch (AccessDeniedException e) {
            throw new UnreadableYaml(
                    Position.of(name), "no permission to read the file: allow it to the user who runs Kaltstart");
        } catch (IOException e) {
            throw new UnreadableYaml(
                    Position.of(name), "the file cannot be read: is it a directory, or a broken disk?");
        }
    }

    private String decoded(byte[] bytes) {
        try {
            var text = new String(bytes, StandardCharsets.UTF_8);
            if (text.indexOf(REPLACED) >= 0) {
                // either the file has this character, or it is not UTF-8; the strict decoder is slow
                text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            }
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new UnreadableYaml(
                    new Position(name, firstBadLine(bytes)),
                    "the file is not UTF-8 (Latin-1 perhaps): save it as UTF-8");
        }
    }

    private static int firstBadLine(byte[] bytes) {
        var source = ByteBuffer.wrap(bytes);
        var target = CharBuffer.allocate(bytes.length);
        StandardCharsets.UTF_8.newDecoder().decode(source, target, true);
        return 1 + (int) target.flip().chars().filter(c -> c == '\n').count();
    }
}
