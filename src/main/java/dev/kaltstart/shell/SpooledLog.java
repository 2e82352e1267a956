package dev.kaltstart.shell;

import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

@Component
class SpooledLog implements StepLog {

    private static final int LONGEST = 256 * 1024;
    private static final String CUT = "[... cut ...]\n";

    private final CommandRows journal;
    private final LocalRunner local;

    SpooledLog(CommandRows journal, LocalRunner local) {
        this.journal = journal;
        this.local = local;
    }

    @Override
    public String tail(String recovery, String step) {
        String text = journal.said(recovery, step).stream().map(this::shown).collect(Collectors.joining());
        String end = text.substring(Math.max(0, text.length() - LONGEST));
        return end.length() == text.length() ? text : CUT + end.substring(end.indexOf('\n') + 1);
    }

    private String shown(CommandRows.Said command) {
        String said = command.ended() ? command.said() : CommandRows.readable(local.soFar(command.id()));
        String line = said.isEmpty() || said.endsWith("\n") ? said : said + "\n";
        return "$ " + command.line() + "\n" + line + command.end() + "\n";
    }
}
