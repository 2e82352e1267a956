package dev.kaltstart.secrets.exposure;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes foreign names harmless: paths and keys are written by whoever may write to the repository. */
final class SafeName {

    static final int LONGEST = 500;

    private static final Pattern HARMFUL = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cs}\\u2028\\u2029]");
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-z0-9.-]+");
    private static final Pattern EDGES = Pattern.compile("^[.-]+|[.-]+$");
    private static final Pattern REPEATED = Pattern.compile("([.-])[.-]+");

    private SafeName() {}

    /** The same on one line without control characters; what is too long is cut, and stays different from all others. */
    static String shown(String text) {
        String plain = HARMFUL.matcher(text)
                .replaceAll(found -> "\\\\u%04X".formatted(found.group().codePointAt(0)));
        if (plain.length() <= LONGEST) {
            return plain;
        }
        int end = Character.isHighSurrogate(plain.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return plain.substring(0, end) + "…" + digest(text).substring(0, 12);
    }

    /** Small letters, digits, dots and hyphens: usable in addresses, file names and commands. */
    static String slug(String text, int longest) {
        String plain = NOT_IN_NAMES.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("-");
        String cut = plain.length() > longest ? plain.substring(0, longest) : plain;
        return EDGES.matcher(REPEATED.matcher(cut).replaceAll("$1")).replaceAll("");
    }

    /** SHA-256 in hexadecimal digits. */
    static String digest(String... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
