package dev.kaltstart.git;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Runs real commands and creates test repositories. */
public class RealGit implements Shell {

    private final List<Command> commands = new ArrayList<>();

    /** A repository with one commit on the branch main. */
    public static Path repository(Path directory) throws IOException {
        Files.createDirectories(directory);
        git(directory, "init", "--quiet", "--initial-branch=main");
        Files.writeString(directory.resolve("README.md"), "a cluster\n");
        git(directory, "add", "--all");
        git(directory, "commit", "--quiet", "--message=first");
        return directory.toRealPath();
    }

    public static void commit(Path repository, String file, String content) throws IOException {
        Path path = repository.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, content);
        git(repository, "add", "--", file);
        git(repository, "commit", "--quiet", "--message=change");
    }

    /** A command that the person in the checkout runs. */
    public static String git(Path directory, String... arguments) {
        Result result = new RealGit()
                .run(Command.of("git", "-c", "user.name=Somebody", "-c", "user.email=somebody@localhost")
                        .plus(arguments)
                        .in(directory));
        if (!result.succeeded()) {
            throw new AssertionError(result.error() + result.output());
        }
        return result.output().strip();
    }

    @Override
    public Result run(Command command) {
        commands.add(command);
        var words = new ArrayList<String>();
        words.add(command.program());
        words.addAll(command.arguments());
        var builder = new ProcessBuilder(words);
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().putAll(command.environment());
        if (command.directory() != null) {
            builder.directory(command.directory().toFile());
        }
        try {
            Path error = Files.createTempFile("git", ".err");
            Process process = builder.redirectError(error.toFile()).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            String errors = Files.readString(error);
            Files.delete(error);
            return Result.exited(code, output, errors);
        } catch (IOException e) {
            throw new MissingTool(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw new Interrupted("stopped");
        }
    }

    public List<Command> commands() {
        return commands;
    }
}
