package dev.kaltstart.backup.method.job;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands of a shell script, word by word. What only a shell can know stays in the words as it is written, {@code $NAME}
 * or {@code $(date)}: who reads them has to refuse it.
 */
final class ShellWords {

    private static final int LONGEST = 20_000;

    private final List<List<String>> commands = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private @Nullable StringBuilder word;
    private char quote;

    private ShellWords() {}

    /** None of a script that is too long to be read. */
    static List<List<String>> commands(String script) {
        return script.length() > LONGEST ? List.of() : new ShellWords().read(script);
    }

    private List<List<String>> read(String script) {
        for (int at = 0; at < script.length(); at++) {
            char here = script.charAt(at);
            if (here == '\\' && quote != '\'' && at + 1 < script.length()) {
                at++;
                if (script.charAt(at) != '\n') {
                    append(script.charAt(at));
                }
            } else if (quote != 0) {
                quoted(here);
            } else if (here == '#' && word == null) {
                int end = script.indexOf('\n', at);
                at = (end < 0 ? script.length() : end) - 1;
            } else {
                plain(here);
            }
        }
        endCommand();
        return commands;
    }

    private void quoted(char here) {
        if (here == quote) {
            quote = 0;
        } else {
            append(here);
        }
    }

    private void plain(char here) {
        switch (here) {
            case '\'', '"' -> {
                quote = here;
                begun();
            }
            case ' ', '\t', '\r' -> endWord();
            case '&' -> {
                // 2>&1 is one word
                if (word != null && !word.isEmpty() && word.charAt(word.length() - 1) == '>') {
                    append(here);
                } else {
                    endCommand();
                }
            }
            case '\n', ';', '|' -> endCommand();
            default -> append(here);
        }
    }

    private StringBuilder begun() {
        if (word == null) {
            word = new StringBuilder();
        }
        return word;
    }

    private void append(char one) {
        begun().append(one);
    }

    private void endWord() {
        if (word != null) {
            words.add(word.toString());
            word = null;
        }
    }

    private void endCommand() {
        endWord();
        if (!words.isEmpty()) {
            commands.add(words);
            words = new ArrayList<>();
        }
    }
}
