package dev.kaltstart.secrets.exposure;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads dotenv and INI files. SOPS flattens its metadata in both: {@code sops_age__list_0__map_recipient=}, and in INI the same
 * without the prefix in a section {@code [sops]} (getsops/sops: {@code stores/flatten.go}).
 */
final class LineLeaves {

    private static final String METADATA = "sops";
    private static final Pattern SECTION = Pattern.compile("\\[([^\\]]{1,200})]");
    private static final Pattern FLAT = Pattern.compile("__list_(\\d{1,4})|__map_");

    private LineLeaves() {}

    static void dotenv(String text, FileLeaves.Sink sink) {
        for (String line : (Iterable<String>) text.lines()::iterator) {
            int equals = line.indexOf('=');
            if (equals <= 0 || line.startsWith("#")) {
                continue;
            }
            String key = line.substring(0, equals).strip();
            List<Object> path =
                    key.startsWith(METADATA + "_") ? metadata(key.substring(METADATA.length() + 1)) : List.of(key);
            if (!sink.add(0, path, line.substring(equals + 1).strip())) {
                return;
            }
        }
    }

    static void ini(String text, FileLeaves.Sink sink) {
        String section = "DEFAULT";
        for (String raw : (Iterable<String>) text.lines()::iterator) {
            String line = raw.strip();
            Matcher heading = SECTION.matcher(line);
            int equals = line.indexOf('=');
            if (heading.matches()) {
                section = heading.group(1);
            } else if (equals > 0 && !line.startsWith("#") && !line.startsWith(";")) {
                String key = line.substring(0, equals).strip();
                List<Object> path = section.equals(METADATA) ? metadata(key) : List.of(section, key);
                if (!sink.add(0, path, unquoted(line.substring(equals + 1).strip()))) {
                    return;
                }
            }
        }
    }

    private static String unquoted(String value) {
        return value.length() > 1 && value.startsWith("`") && value.endsWith("`")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    private static List<Object> metadata(String flat) {
        var path = new ArrayList<Object>(List.of(METADATA));
        Matcher parts = FLAT.matcher(flat);
        int from = 0;
        while (parts.find()) {
            if (parts.start() > from) {
                path.add(flat.substring(from, parts.start()));
            }
            if (parts.group(1) != null) {
                path.add(Integer.valueOf(parts.group(1)));
            }
            from = parts.end();
        }
        if (from < flat.length()) {
            path.add(flat.substring(from));
        }
        return path;
    }
}
