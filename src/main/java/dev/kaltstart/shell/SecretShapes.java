package dev.kaltstart.shell;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Secrets recognised by their shape, in linear time. No expression repeats a group: Java recurses for each repetition,
 * and output is long.
 */
final class SecretShapes {

    private static final String NAMES = "(?:client-key-data|certificate-key-data|pass(?:word|phrase)|secret"
            + "|(?:secret|access|api|account)[-_]?(?:access[-_]?)?key|token)";
    private static final String NO_SECRET = "(?!(?:true|false|null|none|\\d{1,3})(?![\\w.-]))";

    private static final List<Shape> SHAPES = List.of(
            // age: the classic and the post-quantum kind, in either case (bech32)
            shape("(?i)AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]+", ""),
            shape(
                    "(?s)-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----.*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|\\z)",
                    ""),
            shape("(?:" + keysInBase64() + ")[A-Za-z0-9+/=]*", ""),
            // 1Password service accounts, GitHub, signed tokens of Kubernetes and others
            shape("\\bops_[A-Za-z0-9+/=_-]{20,}", ""),
            shape("\\b(?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{20,}", ""),
            shape("\\beyJ[A-Za-z0-9_-]{10,400}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]*", ""),
            // the URL of a chat webhook is enough to post there
            shape("(/api/webhooks/\\d{5,25}/|/hooks/)[\\w-]{20,}", "$1"),
            shape("(?i)(authorization[\"']?[ \\t]*[:=][ \\t]*[\"']?)[^\\s\"'][^\\r\\n\"']*", "$1"),
            shape("(?i)(\\bbearer\\s+)[A-Za-z0-9._~+/=-]{8,}", "$1"),
            shape("(://)[^\\s/@:]+:[^\\s/@]+(?=@)", "$1"),
            shape("(?i)(--" + NAMES + "[ =])[^\\s]+", "$1"),
            shape("(?i)(" + NAMES + "[\"']?[ \\t]*[:=][ \\t]*\")[^\"\\r\\n]+", "$1"),
            shape("(?i)(" + NAMES + "[\"']?[ \\t]*[:=][ \\t]*'?)" + NO_SECRET + "[^\\s\"',;&{}\\[\\]|>]+", "$1"),
            // the PEM of a key, as in talosconfig and machine configurations
            shape("(?m)(^[\\s-]{0,40}key: )[A-Za-z0-9+/=]{40,}", "$1"));

    private static final Pattern END_OF_KEY = Pattern.compile("-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----");
    private static final Pattern BASE64_LINE = Pattern.compile("\\s*[A-Za-z0-9+/=]+\\s*");

    private SecretShapes() {}

    static String clean(String text) {
        String clean = text;
        for (Shape shape : SHAPES) {
            clean = shape.pattern().matcher(clean).replaceAll(shape.replacement());
        }
        return withoutEndOfKey(clean);
    }

    /** Truncated output may start in the middle of a key. */
    private static String withoutEndOfKey(String text) {
        Matcher end = END_OF_KEY.matcher(text);
        var clean = new StringBuilder();
        int from = 0;
        while (end.find()) {
            clean.append(text, from, beginning(text, from, end.start())).append(Redaction.MARK);
            from = end.end();
        }
        return clean.append(text, from, text.length()).toString();
    }

    /** The start of the key that ends there; text already checked for an earlier key is not checked again. */
    private static int beginning(String text, int from, int end) {
        int start = end;
        while (start > from) {
            int line = Math.max(from, text.lastIndexOf('\n', start - 2) + 1);
            if (!BASE64_LINE.matcher(text.substring(line, start)).matches()) {
                break;
            }
            start = line;
        }
        return start;
    }

    /** The base64 of a private key's first line, in whole triplets. */
    private static String keysInBase64() {
        return Stream.of("", "EC ", "RSA ", "DSA ", "ED25519 ", "OPENSSH ", "ENCRYPTED ")
                .map(kind -> ("-----BEGIN " + kind + "PRIVATE KEY").getBytes(StandardCharsets.US_ASCII))
                .map(bytes -> Base64.getEncoder().encodeToString(bytes).substring(0, bytes.length / 3 * 4))
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
    }

    private static Shape shape(String expression, String kept) {
        return new Shape(Pattern.compile(expression), kept + Matcher.quoteReplacement(Redaction.MARK));
    }

    private record Shape(Pattern pattern, String replacement) {}
}
