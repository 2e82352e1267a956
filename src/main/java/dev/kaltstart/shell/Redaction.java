package dev.kaltstart.shell;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Takes secrets out of text: those of known shape, and those it was told of. Thread-safe. */
@Component
public class Redaction {

    private static final String MARK = "[redacted]";
    private static final int SHORTEST = 6;

    private static final List<Pattern> SHAPES = List.of(
            Pattern.compile("(?i)AGE-SECRET-KEY-(PQ-)?1[0-9A-Z]+"),
            Pattern.compile("(?s)-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----.*?(-----END [A-Z0-9 ]*PRIVATE KEY-----|\\z)"),
            Pattern.compile("ops_[A-Za-z0-9+/=_-]{20,}"),
            Pattern.compile("(?i)(?<=bearer )[A-Za-z0-9._~+/=-]{8,}"),
            Pattern.compile("(?i)(?<=(client-key-data|certificate-key-data|password|token|secret): )\\S+"),
            // the PEM of a key, as kubeconfig and talosconfig carry it
            Pattern.compile("(?m)(?<=^\\s{0,20}key: )[A-Za-z0-9+/=]{40,}"));

    private final List<String> known = new CopyOnWriteArrayList<>();

    /** Remembers a value that must never be shown, in the encodings in which tools print it. */
    public void learn(String secret) {
        if (secret.length() < SHORTEST) {
            return;
        }
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        known.addAll(List.of(
                secret,
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                URLEncoder.encode(secret, StandardCharsets.UTF_8),
                secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")));
        known.sort(Comparator.comparingInt(String::length).reversed());
    }

    public String clean(String text) {
        String clean = text;
        for (String secret : known) {
            clean = clean.replace(secret, MARK);
        }
        for (Pattern shape : SHAPES) {
            clean = shape.matcher(clean).replaceAll(MARK);
        }
        return clean;
    }
}
