package dev.kaltstart.cluster.check;

import java.io.Console;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Colours for a person's terminal, and for nothing else that may read the output. Text is sanitised before it is coloured,
 * so only the sequences from here reach the terminal.
 */
record Colours(boolean on) {

    static final Colours NONE = new Colours(false);

    private static final String RESET = "\u001b[0m";

    /** None without a terminal, on a dumb one, and where NO_COLOR is set (no-color.org). */
    static Colours of(Map<String, String> environment, boolean terminal) {
        return new Colours(terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb"));
    }

    /** Whether both standard input and output are a terminal. */
    static boolean isTerminal() {
        return isTerminal(System.console());
    }

    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            // since Java 22 there is a console in a pipe too, and this method to tell
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    String heading(String text) {
        return painted("1", text);
    }

    String good(String text) {
        return painted("32", text);
    }

    String bad(String text) {
        return painted("31", text);
    }

    String doubtful(String text) {
        return painted("33", text);
    }

    private String painted(String code, String text) {
        var plain = PlainText.text(text);
        return on ? "\u001b[" + code + "m" + plain + RESET : plain;
    }
}
