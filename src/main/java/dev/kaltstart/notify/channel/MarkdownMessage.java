package dev.kaltstart.notify.channel;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A message in the Markdown of a chat.
 *
 * @param longest in UTF-16 units
 */
record MarkdownMessage(OutgoingMessage message, int longest) {

    /** What is left of a message that was refused in its full length. */
    static final int SHORT = 400;

    private static final int TITLE = 700;
    private static final String AGAIN =
            "_Sent again, because the first attempt was interrupted: you may have this message twice._";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    String text() {
        int room = message.shortened() ? Math.min(longest, SHORT) : longest;
        return message.board().isEmpty() ? post(room) : board(room);
    }

    private String post(int room) {
        String head = head(room, message.title());
        String foot = foot();
        String detail = message.shortened()
                ? ""
                : message.detail().stream().map(HarmlessText::markdown).collect(Collectors.joining("\n", "\n", ""));
        return head + HarmlessText.cut(detail, Math.max(1, room - head.length() - foot.length())) + foot;
    }

    /** The newest lines; what does not fit is left out at the top. */
    private String board(int room) {
        String head = head(room, message.about());
        String foot = foot();
        int left = room - head.length() - foot.length();
        var lines = new ArrayList<String>();
        for (int n = message.board().size() - 1; n >= 0; n--) {
            var line = message.board().get(n);
            String text = "\n`" + TIME.format(line.at()) + "` "
                    + HarmlessText.cut(HarmlessText.markdown(line.headline()), TITLE);
            if (text.length() > left) {
                break;
            }
            left -= text.length();
            lines.add(0, text);
        }
        return head + String.join("", lines) + foot;
    }

    private static String head(int room, String title) {
        return "**" + HarmlessText.cut(HarmlessText.markdown(title), Math.min(TITLE, room / 2)) + "**";
    }

    /** The address is Kaltstart's own, and every character of it is known to be plain. */
    private String foot() {
        var parts = new ArrayList<>(List.of(HarmlessText.minute(message.happenedAt())));
        if (message.link() != null) {
            parts.add("<" + message.link() + ">");
        } else if (message.path() != null) {
            parts.add("on Kaltstart's pages: `" + message.path() + "`");
        }
        return "\n" + String.join(" · ", parts) + (message.again() ? "\n" + AGAIN : "");
    }
}
