package dev.kaltstart.engine;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Secrets that sing when somebody keeps them. */
final class Canary {

    static final String ADMIN_PASSWORD = "kanari-of-the-administrator";
    static final String ALERT_TOKEN = "kanari-of-the-senders-of-alerts-0123456789";
    static final String DATABASE_PASSWORD = "kanari-of-the-database";
    /** Of no known shape: that it is one is told by the name of its variable. */
    static final String IN_ENVIRONMENT = "kanari/of+an environment";

    static final String AGE = "AGE-SECRET-KEY-1KANARIKANARIKANARIKANARIKANARIKANARIKANARIKANARIKANARIQ";
    static final String QUANTUM_AGE = "AGE-SECRET-KEY-PQ-1KANARIKANARIKANARIKANARIKANARIKANARIKANARIKANARIQ";
    static final String GITHUB = "ghp_kanarikanarikanarikanarikanarikanari";
    private static final String KUBECONFIG = base64("kanari kanari kanari kanari kanari");

    /** One of each kind, as a tool would print them. */
    static final String ALL = String.join(
            "\n",
            "password is " + ADMIN_PASSWORD + " or " + DATABASE_PASSWORD + ", token " + ALERT_TOKEN,
            "# old: " + AGE + " new: " + QUANTUM_AGE,
            "fatal: cannot read https://x-access-token:" + GITHUB + "@github.com/home/cluster.git",
            "Authorization: Bearer kanari.kanari.kanari",
            "    client-key-data: " + KUBECONFIG);

    private static final List<String> SONGS = Stream.of("kanari", "KANARI")
            .flatMap(word -> Stream.of(
                    word.toLowerCase(Locale.ROOT),
                    // at each of the three places where a word can begin in base64
                    inside(base64(word), 0),
                    inside(base64("x" + word), 2),
                    inside(base64("xx" + word), 3),
                    HexFormat.of().formatHex(word.getBytes(StandardCharsets.UTF_8))))
            .distinct()
            .toList();

    private Canary() {}

    /** What is heard of them in a text, with some words around; empty when they are silent. */
    static List<String> heardIn(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return SONGS.stream().flatMap(song -> heard(text, lower, song)).toList();
    }

    private static Stream<String> heard(String text, String lower, String song) {
        boolean exact = !song.equals("kanari");
        int at = exact ? text.indexOf(song) : lower.indexOf(song);
        return at < 0
                ? Stream.empty()
                : Stream.of(text.substring(Math.max(0, at - 120), Math.min(text.length(), at + 60)));
    }

    private static String inside(String encoded, int from) {
        String stripped = encoded.replace("=", "");
        // the last character mixes with what follows
        return stripped.substring(from, stripped.length() - 1);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
