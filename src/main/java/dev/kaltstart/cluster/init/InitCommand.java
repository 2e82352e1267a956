package dev.kaltstart.cluster.init;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.cluster.check.CommandOptions;
import dev.kaltstart.cluster.check.PlainText;
import dev.kaltstart.cluster.yaml.YamlFile;
import dev.kaltstart.shell.Command;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.modulith.NamedInterface;

/** {@code init}: writes a kaltstart.yaml for a repository, and says what a person has to add. */
@NamedInterface("init")
public final class InitCommand {

    static final int WRITTEN = 0;
    static final int REFUSED = 1;
    static final int MISUSED = 2;

    private final PrintStream out;
    private final PrintStream complaints;
    private final Path directory;

    /** @param directory the base of relative paths */
    InitCommand(PrintStream out, PrintStream complaints, Path directory) {
        this.out = out;
        this.complaints = complaints;
        this.directory = directory;
    }

    /** Whether the arguments call this command. */
    public static boolean isMeant(String... arguments) {
        return arguments.length > 0 && arguments[0].equals("init");
    }

    /**
     * Runs the command.
     *
     * @param arguments beginning with {@code init}
     * @return the exit code
     */
    public static int run(String[] arguments, PrintStream out, PrintStream complaints) {
        return new InitCommand(out, complaints, Path.of(""))
                .run(List.of(arguments).subList(1, arguments.length));
    }

    int run(List<String> words) {
        try {
            var arguments = InitArguments.of(words);
            if (arguments.help()) {
                out.print(InitArguments.USAGE);
            } else {
                write(arguments);
            }
            return WRITTEN;
        } catch (CommandOptions.Misused e) {
            complaints.printf("%s%n%n%s", e.getMessage(), InitArguments.USAGE);
            return MISUSED;
        } catch (InitRefused e) {
            complaints.println(
                    PlainText.text(String.valueOf(e.getMessage())) + System.lineSeparator() + "Nothing was written.");
            return REFUSED;
        }
    }

    private void write(InitArguments arguments) {
        var file = directory.resolve(arguments.output()).toAbsolutePath().normalize();
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw InitRefused.existing(arguments.output());
        }
        var repository =
                directory.resolve(arguments.repository()).toAbsolutePath().normalize();
        var clusters = DescribedClusters.of(repository, arguments.cluster());
        var origin = CheckoutOrigin.of(repository);
        write(file, arguments.output(), new ConfigurationText(clusters, checkout(file, repository), origin).text());

        say("Wrote %s: %s"
                .formatted(
                        arguments.output(),
                        clusters.stream().map(InitCommand::summary).collect(Collectors.joining(", "))));
        out.println();
        out.println("Not known yet:");
        int number = 0;
        for (String unknown : unknown(clusters, origin)) {
            say("  %d. %s".formatted(++number, unknown));
        }
        out.println();
        say("Next: "
                + Command.of("kaltstart", "check", "--config", arguments.output())
                        .line());
    }

    /** Relative to the file, and never one that begins with ~, which means the home directory. */
    private static String checkout(Path file, Path repository) {
        var relative = file.resolveSibling("").relativize(repository).toString();
        return relative.isEmpty() ? "." : relative.startsWith("..") ? relative : "./" + relative;
    }

    private static void write(Path file, String name, String text) {
        // the limit is in bytes, and a character has up to four
        if (text.length() > YamlFile.CONFIGURATION_LIMIT / 4) {
            throw new InitRefused(
                    "The file would be too large to be read: choose one cluster of the repository with --cluster");
        }
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw InitRefused.existing(name);
        } catch (NoSuchFileException e) {
            throw new InitRefused(
                    "%s: there is no such directory: create it, or choose another file with --output".formatted(name));
        } catch (IOException e) {
            throw new InitRefused(
                    "%s cannot be written: allow it, or choose another file with --output".formatted(name));
        }
    }

    private static String summary(DraftedCluster cluster) {
        return "cluster %s (%s)"
                .formatted(
                        cluster.name(),
                        CountedNoun.of(cluster.discovered().nodes().drafts().size(), "node"));
    }

    private static List<String> unknown(List<DraftedCluster> clusters, CheckoutOrigin origin) {
        var unknown = new ArrayList<String>();
        if (!origin.complaint().isEmpty()) {
            unknown.add(origin.complaint());
        }
        if (origin.branch() == null) {
            unknown.add("the branch that Flux follows: 'branch', unless it is main");
        }
        clusters.forEach(cluster -> cluster.unknown().forEach(what -> unknown.add(cluster.name() + ": " + what)));
        return unknown;
    }

    private void say(String message) {
        out.println(PlainText.text(message));
    }
}
