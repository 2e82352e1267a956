package dev.kaltstart.access;

import dev.kaltstart.audit.HostChain.Trace;
import dev.kaltstart.engine.people.HostPeople.KnownPerson;
import dev.kaltstart.engine.people.PersonRole;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** People, one a line. */
final class PersonTable {

    private static final String ROW = "%-24s  %-24s  %-20s  %s%n";
    private static final String NOTHING = "-";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm'Z'").withZone(ZoneOffset.UTC);

    private final PrintStream out;

    PersonTable(PrintStream out) {
        this.out = out;
    }

    /** @param traces what the audit chain knows of names */
    void print(List<KnownPerson> people, Map<String, Trace> traces) {
        out.printf(ROW, "NAME", "ROLES", "ADDED BY COMMAND", "LAST IN THE AUDIT");
        for (KnownPerson person : people) {
            Trace trace = traces.getOrDefault(person.name(), new Trace(null, null));
            out.printf(ROW, person.name(), roles(person), time(trace.added()), time(trace.lastRecorded()));
        }
    }

    static String roles(KnownPerson person) {
        return person.roles().isEmpty()
                ? NOTHING
                : person.roles().stream().map(PersonRole::word).collect(Collectors.joining(", "));
    }

    private static String time(@Nullable Instant at) {
        return at == null ? NOTHING : TIME.format(at);
    }
}
