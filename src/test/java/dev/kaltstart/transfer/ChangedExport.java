package dev.kaltstart.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** An export with some changes at random, the same for the same seed, and a seal that is right again. */
final class ChangedExport {

    private final Random random;
    private final byte[] original;
    private final List<String> nasty;

    /** @param canary a file that code would make */
    ChangedExport(byte[] original, long seed, Path canary) {
        this.random = new Random(seed);
        this.original = original;
        String run = "''.getClass().forName('java.lang.Runtime').getRuntime().exec('touch " + canary + "')";
        this.nasty = List.of(
                "${" + run + "}",
                "#{" + run + "}",
                "live",
                "drill",
                "../../../evil",
                "/tmp/kaltstart-evil",
                canary.toString(),
                "serializable",
                "x' or '1'='1",
                "\u0000",
                "",
                "cp-1",
                "resetNode",
                "node-failure-20260101-0000-aaaaa",
                "2026-13-45T99:99:99Z",
                "x".repeat(60_000));
    }

    byte[] bytes() {
        if (random.nextInt(5) == 0) {
            return rawBytes();
        }
        Map<String, String> entries = ExportBench.entries(original);
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            entries = changed(entries);
        }
        return random.nextInt(10) == 0 ? ExportBench.zipped(entries.entrySet()) : ExportBench.written(entries);
    }

    private byte[] rawBytes() {
        byte[] bytes = original.clone();
        for (int n = 1 + random.nextInt(20); n > 0; n--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? bytes : ExportBench.resealed(bytes);
    }

    private Map<String, String> changed(Map<String, String> entries) {
        var names = new ArrayList<>(entries.keySet());
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(8)) {
            case 0 -> {
                return without(entries, name);
            }
            case 1 -> {
                Collections.swap(names, random.nextInt(names.size()), random.nextInt(names.size()));
                return ordered(entries, names);
            }
            case 2 -> entries.put(one(List.of("rows/", "twin/", "spool/", "twin/rendered/", "")) + one(nasty), "x");
            case 3 -> entries.computeIfPresent(name, (entry, text) -> text.replace(token(text), one(nasty)));
            default -> entries.computeIfPresent(name, (entry, text) -> rows(text));
        }
        return entries;
    }

    private static Map<String, String> without(Map<String, String> entries, String name) {
        var fewer = new LinkedHashMap<>(entries);
        fewer.remove(name);
        return fewer;
    }

    private static Map<String, String> ordered(Map<String, String> entries, List<String> names) {
        var ordered = new LinkedHashMap<String, String>();
        names.forEach(name -> ordered.put(name, entries.getOrDefault(name, "")));
        return ordered;
    }

    private String token(String text) {
        String[] words = text.split("\\W+");
        String word = words.length == 0 ? "" : words[random.nextInt(words.length)];
        return word.isEmpty() ? "\"" : word;
    }

    /** One row less, one twice, or one with another value. */
    private String rows(String text) {
        var lines = new ArrayList<>(text.lines().toList());
        if (lines.isEmpty() || text.length() > 1_000_000) {
            return text;
        }
        int at = random.nextInt(lines.size());
        switch (random.nextInt(4)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(at));
            default -> lines.set(at, row(lines.get(at)));
        }
        return String.join("\n", lines) + "\n";
    }

    private String row(String line) {
        try {
            if (!(ExportBench.JSON.readTree(line) instanceof ObjectNode row) || row.isEmpty()) {
                return line;
            }
            var columns = new ArrayList<String>();
            row.fieldNames().forEachRemaining(columns::add);
            String column = one(columns);
            switch (random.nextInt(6)) {
                case 0 -> row.putNull(column);
                case 1 -> row.put(column, random.nextLong());
                case 2 -> row.put(column, random.nextBoolean());
                case 3 -> row.put(one(nasty), 1);
                default -> row.put(column, one(nasty));
            }
            return row.toString();
        } catch (IOException e) {
            return new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        }
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
