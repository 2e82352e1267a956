package dev.kaltstart.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.shell.Command;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A plan as text that is equal when the plan is. Changing the form of this text invalidates open approvals. */
final class PlanFormat {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PlanFormat() {}

    private record Written(
            String subject, List<WrittenCommand> commands, List<String> requests, List<String> effects) {}

    private record WrittenCommand(
            String program,
            List<String> arguments,
            Map<String, String> environment,
            @Nullable String directory,
            String deadline) {

        static WrittenCommand of(Command command) {
            Path directory = command.directory();
            return new WrittenCommand(
                    command.program(),
                    command.arguments(),
                    new TreeMap<>(command.environment()),
                    directory == null ? null : directory.toString(),
                    command.deadline().toString());
        }

        Command command() {
            return new Command(
                    program,
                    arguments,
                    environment,
                    directory == null ? null : Path.of(directory),
                    Duration.parse(deadline));
        }
    }

    static String write(Plan plan) {
        var written = new Written(
                plan.subject().text(),
                plan.commands().stream().map(WrittenCommand::of).toList(),
                plan.requests(),
                plan.effects());
        try {
            return JSON.writeValueAsString(written);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a plan cannot be written", e);
        }
    }

    static Plan read(String text) {
        try {
            Written written = JSON.readValue(text, Written.class);
            return new Plan(
                    Subject.parse(written.subject()),
                    written.commands().stream().map(WrittenCommand::command).toList(),
                    written.requests(),
                    written.effects());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a plan", e);
        }
    }

    static String digest(Plan plan) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(write(plan).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
