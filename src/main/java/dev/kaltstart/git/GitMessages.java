package dev.kaltstart.git;

import dev.kaltstart.shell.Result;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes text from Git, a server or a foreign commit safe to display: no control characters, bounded length. */
final class GitMessages {

    private static final int LONGEST = 2000;
    private static final int LINE = 300;
    private static final Pattern HARMFUL = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]");

    private GitMessages() {}

    /** One line. */
    static String line(String text) {
        String plain = HARMFUL.matcher(text)
                .replaceAll(found -> "\\\\u%04X".formatted(found.group().codePointAt(0)));
        return cut(plain, LINE);
    }

    /** Several lines; escapes are taken out. */
    static String text(String text, int longest) {
        String plain = text.lines().map(GitMessages::kept).collect(Collectors.joining("\n"));
        return plain.length() <= longest ? plain : cut(plain, longest) + "\n[... cut ...]";
    }

    private static String kept(String line) {
        return HARMFUL.matcher(line)
                .replaceAll(found -> found.group().equals("\t")
                        ? "\t"
                        : "\\\\u%04X".formatted(found.group().codePointAt(0)));
    }

    static String of(Result result) {
        String said = result.error()
                .lines()
                .filter(line -> !line.startsWith("hint: ") && !line.isBlank())
                .map(line -> line.replaceFirst("^remote: ", "").strip())
                .filter(line -> !line.isEmpty())
                .map(GitMessages::line)
                .collect(Collectors.joining("\n"));
        String ending = switch (result.ending()) {
            case EXITED -> said.isEmpty() ? "ended with " + result.exitCode() : "";
            case STOPPED -> "timed out";
            case UNKNOWN -> "its result was not observed";
        };
        return cut(ending.isEmpty() ? said : said.isEmpty() ? ending : ending + "\n" + said, LONGEST);
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isLowSurrogate(text.charAt(longest)) ? longest - 1 : longest;
        return text.substring(0, end) + "…";
    }
}
