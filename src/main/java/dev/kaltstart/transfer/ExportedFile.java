package dev.kaltstart.transfer;

import static dev.kaltstart.transfer.Refused.Kind.OTHER_VERSION;
import static dev.kaltstart.transfer.Refused.Kind.UNREADABLE;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** An export that has been read whole: every entry is there, and is what was written. */
final class ExportedFile {

    /** In bytes, unpacked: a few kilobytes can unpack to a gigabyte. */
    private static final long LARGEST = 512L * 1024 * 1024;

    private static final TypeReference<Map<String, String>> CHECKSUMS = new TypeReference<>() {};

    private final Map<String, byte[]> entries;
    private final Manifest manifest;

    private ExportedFile(Map<String, byte[]> entries, Manifest manifest) {
        this.entries = entries;
        this.manifest = manifest;
    }

    /** @throws Refused when it is torn, was changed, or is of a newer format */
    static ExportedFile read(Path file, ObjectMapper json) {
        try (var zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            var entries = entries(zip);
            compare(entries, json);
            return new ExportedFile(entries, manifest(entries, json));
        } catch (IOException | IllegalArgumentException e) {
            // no Kaltstart has seen its end: whoever wrote it was killed, or the disk or the network gave up
            throw unreadable("it is torn, or not an export of Kaltstart");
        }
    }

    private static Map<String, byte[]> entries(ZipFile zip) throws IOException {
        var entries = new LinkedHashMap<String, byte[]>();
        long left = LARGEST;
        for (ZipEntry entry : zip.stream().toList()) {
            try (var content = zip.getInputStream(entry)) {
                byte[] bytes = content.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, left + 1));
                left -= bytes.length;
                if (left < 0) {
                    throw unreadable("it unpacks to more than 512 MiB");
                }
                if (entries.put(entry.getName(), bytes) != null) {
                    throw unreadable("it has '" + printable(entry.getName()) + "' twice");
                }
            }
        }
        return entries;
    }

    private static void compare(Map<String, byte[]> entries, ObjectMapper json) throws IOException {
        byte[] end = entries.remove(ExportWriter.END);
        if (end == null) {
            throw unreadable("it has no end mark, so it was not written to its end");
        }
        Map<String, String> checksums = json.readValue(end, CHECKSUMS);
        entries.forEach((name, content) -> {
            if (!Checksum.of(content).equals(checksums.get(name))) {
                throw unreadable("the checksum of '" + printable(name) + "' is wrong");
            }
        });
        checksums.keySet().stream().filter(name -> !entries.containsKey(name)).forEach(name -> {
            throw unreadable("'" + printable(name) + "' is missing in it");
        });
    }

    private static Manifest manifest(Map<String, byte[]> entries, ObjectMapper json) throws IOException {
        JsonNode raw = json.readTree(entries.getOrDefault(ExportWriter.MANIFEST, new byte[0]));
        int format = raw.path("format").asInt();
        if (format > Manifest.FORMAT) {
            throw new Refused(
                    OTHER_VERSION,
                    "the file is of format " + format + ", written by Kaltstart "
                            + printable(raw.path("kaltstart").asText()) + ", and this one reads format "
                            + Manifest.FORMAT + ": start that version, or a newer one, here");
        }
        if (format < 1) {
            throw unreadable("it does not say what it is");
        }
        return json.treeToValue(raw, Manifest.class);
    }

    Manifest manifest() {
        return manifest;
    }

    /** One row a line; empty when the table has none. */
    List<String> rows(String table) {
        byte[] lines = entries.getOrDefault(ExportWriter.ROWS + table + ".jsonl", new byte[0]);
        return new String(lines, StandardCharsets.UTF_8).lines().toList();
    }

    /** Names without the prefix. */
    Map<String, byte[]> below(String prefix) {
        var found = new TreeMap<String, byte[]>();
        entries.forEach((name, content) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), content);
            }
        });
        return found;
    }

    private static Refused unreadable(String why) {
        return new Refused(UNREADABLE, "the file cannot be used: " + why + "; take it over again, or export it anew");
    }

    private static String printable(String name) {
        return name.replaceAll("[^\\w./-]", "?");
    }
}
