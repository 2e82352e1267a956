package dev.kaltstart.transfer;

import static dev.kaltstart.transfer.TransferRefused.Kind.OTHER_VERSION;
import static dev.kaltstart.transfer.TransferRefused.Kind.UNREADABLE;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An export that was read once as a whole: all entries are complete and match their checksums. */
final class ExportedFile {

    private static final Pattern ROWS = Pattern.compile("rows/([a-z_]{1,60})\\.jsonl");
    private static final Pattern FILES = Pattern.compile("(?:spool/[A-Za-z0-9_-][A-Za-z0-9._-]{0,250}"
            + "/(?:output|error|code|stopped)|twin/(?:rendered/)?[A-Za-z0-9][A-Za-z0-9._-]{0,250})");
    private static final TypeReference<LinkedHashMap<String, String>> CHECKSUMS = new TypeReference<>() {};

    private final Path file;
    private final ObjectMapper json;
    private final List<String> tables;
    private Manifest manifest;

    @SuppressWarnings("NullAway.Init")
    private ExportedFile(Path file, ObjectMapper json, List<String> tables) {
        this.file = file;
        this.json = json;
        this.tables = tables;
    }

    /**
     * @param tables in the order of their entries
     * @throws TransferRefused when the file is incomplete, changed, too large, or of another format
     */
    static ExportedFile read(Path file, ObjectMapper json, List<String> tables) {
        var exported = new ExportedFile(file, json, tables);
        exported.inspect();
        return exported;
    }

    private void inspect() {
        var sums = new LinkedHashMap<String, String>();
        var order = new ArrayList<Integer>();
        each((name, entry) -> {
            if (sums.containsKey(name) || sums.containsKey(ExportWriter.END)) {
                throw unreadable("it has '" + printable(name) + "' twice, or after the end mark");
            }
            if (sums.isEmpty()) {
                manifest = manifest(name, entry);
            } else if (name.equals(ExportWriter.END)) {
                compare(json.readValue(entry.whole(ExportLimits.DESCRIPTION), CHECKSUMS), sums);
            } else {
                order.add(place(name));
                entry.skip(limit(name));
            }
            sums.put(name, entry.checksum());
        });
        if (!sums.containsKey(ExportWriter.END)) {
            throw unreadable("it has no end mark, so it is incomplete");
        }
        if (!order.equals(order.stream().sorted().toList())) {
            throw unreadable("the order of its entries was changed");
        }
    }

    private static void compare(Map<String, String> written, Map<String, String> found) {
        found.forEach((name, sum) -> {
            if (!sum.equals(written.get(name))) {
                throw unreadable("the checksum of '" + printable(name) + "' is wrong");
            }
        });
        written.keySet().stream().filter(name -> !found.containsKey(name)).forEach(name -> {
            throw unreadable("'" + printable(name) + "' is missing in it");
        });
        if (!List.copyOf(written.keySet()).equals(List.copyOf(found.keySet()))) {
            throw unreadable("the order of its entries was changed");
        }
    }

    /** Tables first, then files. */
    private int place(String name) {
        var rows = ROWS.matcher(name);
        if (rows.matches() && tables.contains(rows.group(1))) {
            return tables.indexOf(rows.group(1));
        }
        if (FILES.matcher(name).matches()) {
            return tables.size();
        }
        throw unreadable("an export has no '" + printable(name) + "'");
    }

    private static long limit(String name) {
        if (name.startsWith(ExportWriter.ROWS)) {
            return ExportLimits.TABLE;
        }
        return name.startsWith(ExportWriter.SPOOL) ? ExportLimits.OUTPUT : ExportLimits.TWIN;
    }

    private Manifest manifest(String name, ExportEntry entry) throws IOException {
        if (!name.equals(ExportWriter.MANIFEST)) {
            throw OlderExport.refusal(file).orElseGet(() -> unreadable("it does not begin with its manifest"));
        }
        JsonNode raw = json.readTree(entry.whole(ExportLimits.DESCRIPTION));
        int format = raw.path("format").asInt();
        if (format > Manifest.FORMAT) {
            throw new TransferRefused(
                    OTHER_VERSION,
                    "the file is of format " + format + ", written by Kaltstart "
                            + printable(raw.path("kaltstart").asText()) + ", and this one reads format "
                            + Manifest.FORMAT + ": start that version, or a newer one, here");
        }
        if (format < Manifest.FORMAT) {
            throw format > 0 ? OlderExport.refused(raw) : unreadable("it has no manifest");
        }
        return json.treeToValue(raw, Manifest.class);
    }

    Manifest manifest() {
        return manifest;
    }

    /** Streams every row of every table, in order: a table may not fit into memory. */
    void rows(RowTaker taker) {
        each((name, entry) -> {
            var rows = ROWS.matcher(name);
            if (rows.matches()) {
                RowReader.read(entry, json, row -> taker.take(rows.group(1), row));
            }
        });
    }

    /** Streams the files below a prefix; the prefix is removed from their names. */
    void files(String prefix, FileTaker taker) {
        each((name, entry) -> {
            if (name.startsWith(prefix)) {
                taker.take(name.substring(prefix.length()), entry.whole(limit(name)));
            }
        });
    }

    private void each(EntryTaker taker) {
        try (var zip = new ExportEntries(file)) {
            for (ExportEntry entry = zip.next(); entry != null; entry = zip.next()) {
                taker.take(entry.name(), entry);
                entry.skip(limit(entry.name()));
            }
        } catch (IOException e) {
            // the writer was killed, or the disk or the network failed
            throw unreadable("it is incomplete, or not an export of Kaltstart");
        }
    }

    static TransferRefused unreadable(String why) {
        return new TransferRefused(
                UNREADABLE, "the file cannot be used: " + why + "; copy it again, or repeat the export");
    }

    static String printable(String name) {
        return name.replaceAll("[^\\w./:-]", "?");
    }

    /** Receives the rows one by one. */
    interface RowTaker {
        void take(String table, Map<String, @Nullable JsonNode> row);
    }

    /** Receives the files one by one. */
    interface FileTaker {
        void take(String name, byte[] content);
    }

    private interface EntryTaker {
        void take(String name, ExportEntry entry) throws IOException;
    }

    /** An entry while it is being read. */
    interface ExportEntry {
        String name();

        InputStream content();

        /** @throws TransferRefused when the entry is larger */
        byte[] whole(long most) throws IOException;

        /** Reads the rest of the entry. */
        void skip(long most) throws IOException;

        /** Checksum of the bytes read. */
        String checksum();
    }
}
