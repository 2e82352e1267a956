package dev.kaltstart.shell;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Secrets that can be told by their looks, in time that grows with the text and not with its square. No expression here repeats a group: Java would recurse once for each turn, and
 * output is long.
 */
final class SecretShapes {

    private static final String NAMES = "(?:client-key-data|certificate-key-data|pass(?:word|phrase)|secret"
            + "|(?:secret|access|api|account)[-_]?(?:access[-_]?)?key|token)";
    private static final String NO_SECRET = "(?!(?:true|false|null|none|\\d{1,3})(?![\\w.-]))";

    private static final List<Shape> SHAPES = List.of(
            // age: the old kind and the post-quantum one, in either case (bech32)
            shape("(?i)AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]+", ""),
            shape(
                    "(?s)-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----.*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|\\z)",
                    ""),
            shape("(?:" + keysInBase64() + ")[A-Za-z0-9+/=]*", ""),
            // 1Password service accounts, GitHub, signed tokens of Kubernetes and others
            shape("\\bops_[A-Za-z0-9+/=_-]{20,}", ""),
            shape("\\b(?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{20,}", ""),
            shape("\\beyJ[A-Za-z0-9_-]{10,400}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]*", ""),
            // anyone who knows the address of a chat may write into it
            shape("(/api/webhooks/\\d{5,25}/|/hooks/)[\\w-]{20,}", "$1"),
            shape("(?i)(authorization[\"']?[ \\t]*[:=][ \\t]*[\"']?)[^\\s\"'][^\\r\\n\"']*", "$1"),
            shape("(?i)(\\bbearer\\s+)[A-Za-z0-9._~+/=-]{8,}", "$1"),
            shape("(://)[^\\s/@:]+:[^\\s/@]+(?=@)", "$1"),
            shape("(?i)(--" + NAMES + "[ =])[^\\s]+", "$1"),
            shape("(?i)(" + NAMES + "[\"']?[ \\t]*[:=][ \\t]*\")[^\"\\r\\n]+", "$1"),
            shape("(?i)(" + NAMES + "[\"']?[ \\t]*[:=][ \\t]*'?)" + NO_SECRET + "[^\\s\"',;&{}\\[\\]|>]+", "$1"),
            // the PEM of a key, as talosconfig and machine configurations carry it
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

    /** Output that was cut may begin in the middle of a key. */
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

    /** Of the key that ends there; what was looked at for an earlier one is not looked at again. */
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

    /** How the first line of a private key begins in base64, whole triplets of it. */
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
