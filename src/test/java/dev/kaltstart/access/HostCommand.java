package dev.kaltstart.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** {@code person}, as it is typed on the host of a Kaltstart with these settings. */
record HostCommand(String... settings) {

    private static final Pattern PASSWORD = Pattern.compile("Password: (\\S+)");

    /** @param out and {@code complaints}: what was printed where */
    record Answer(int code, String out, String complaints) {

        String password() {
            var line = PASSWORD.matcher(out);
            assertThat(line.find()).as(out + complaints).isTrue();
            return line.group(1);
        }
    }

    Answer person(String... message) {
        return reading("", message);
    }

    Answer reading(String stdin, String... message) {
        var out = new ByteArrayOutputStream();
        var complaints = new ByteArrayOutputStream();
        int code = new PersonCommand(
                        new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(complaints, true, StandardCharsets.UTF_8),
                        settings)
                .run(List.of(message));
        return new Answer(code, out.toString(StandardCharsets.UTF_8), complaints.toString(StandardCharsets.UTF_8));
    }

    String done(String... message) {
        Answer answer = person(message);
        assertThat(answer.code()).as(answer.complaints()).isEqualTo(PersonCommand.DONE);
        return answer.out();
    }

    /** @return the complaint */
    String refused(String... message) {
        Answer answer = person(message);
        assertThat(answer.code()).as(answer.out()).isEqualTo(PersonCommand.REFUSED);
        assertThat(answer.out()).isEmpty();
        return answer.complaints();
    }
}
