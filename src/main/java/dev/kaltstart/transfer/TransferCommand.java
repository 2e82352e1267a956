package dev.kaltstart.transfer;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.shell.Home;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** {@code export} and {@code import}: move a recovery out of or into a home while no Kaltstart runs on it. */
public final class TransferCommand {

    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int MISUSED = 2;

    private final Class<?> application;
    private final PrintStream out;
    private final List<String> settings;

    /** @param settings of this Kaltstart, as --NAME=VALUE */
    TransferCommand(Class<?> application, PrintStream out, String... settings) {
        this.application = application;
        this.out = out;
        this.settings = List.of(settings);
    }

    /** True if the arguments call one of these commands. */
    public static boolean isMeant(String... arguments) {
        return arguments.length > 0 && (arguments[0].equals("export") || arguments[0].equals("import"));
    }

    /**
     * Runs the command.
     *
     * @param application the main configuration class
     * @param arguments beginning with {@code export} or {@code import}
     * @return the exit code
     */
    public static int run(Class<?> application, String[] arguments, PrintStream out) {
        return new TransferCommand(application, out).run(arguments);
    }

    int run(String... message) {
        try {
            var arguments = TransferArguments.of(List.of(message));
            if (arguments.help()) {
                out.print(TransferArguments.USAGE);
                return DONE;
            }
            return run(arguments);
        } catch (TransferArguments.Misused e) {
            out.printf("%s%n%n%s", e.getMessage(), TransferArguments.USAGE);
            return MISUSED;
        } catch (TransferRefused e) {
            out.println(e.getMessage());
            return REFUSED;
        }
    }

    private int run(TransferArguments arguments) {
        ConfigurableApplicationContext context;
        try {
            context = start();
        } catch (RuntimeException e) {
            // the failure analysers have already printed the reason
            out.println("Nothing was changed: Kaltstart cannot use this home now.");
            return REFUSED;
        }
        try (context) {
            if (arguments.export()) {
                export(context, arguments);
            } else {
                take(context, arguments);
            }
            return DONE;
        }
    }

    /** The full application with everything suspended: no server, no steps, no timers, no twins. */
    ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .initializers(context -> {
                    context.getBeanFactory().registerSingleton("lifecycleProcessor", new NoLifecycle());
                    context.getBeanFactory().registerSingleton("taskScheduler", new NoSchedule());
                })
                .properties(
                        "spring.main.web-application-type=none",
                        "camunda.bpm.job-execution.enabled=false",
                        "logging.level.root=ERROR")
                .run(settings.toArray(String[]::new));
    }

    private void export(ConfigurableApplicationContext context, TransferArguments arguments) {
        byte[] exported = arguments.handOver()
                ? context.getBean(HandOvers.class).handOver(arguments.subject(), "export --hand-over", person())
                : context.getBean(Exports.class).export(arguments.subject());
        Path file = Path.of(arguments.file());
        WholeFile.write(file, exported);
        out.printf(
                "%s is in %s.%n%s%n",
                arguments.subject(),
                file,
                arguments.handOver()
                        ? "It is suspended here from now on; import it on the other machine."
                        : "It is a copy: this Kaltstart continues the recovery. Import it only when this one is gone.");
        out.printf("Its fingerprint is %s%n", Seal.fingerprint(exported));
    }

    private void take(ConfigurableApplicationContext context, TransferArguments arguments) {
        var imported =
                context.getBean(Imports.class).take(Path.of(arguments.subject()), person(), arguments.fingerprint());
        out.printf(
                "%s is in %s, and continues when Kaltstart starts there.%n",
                imported.recovery(), context.getBean(Home.class).root());
        if (imported.unknownCommands() > 0) {
            out.printf(
                    "The result of %s is not known: checks decide, or you are asked.%n",
                    CountedNoun.of(imported.unknownCommands(), "command"));
        }
        if (imported.withdrawnApprovals() > 0) {
            out.printf(
                    "%s to be given again.%n",
                    CountedNoun.of(imported.withdrawnApprovals(), "approval has", "approvals have"));
        }
    }

    private static String person() {
        return System.getProperty("user.name", "unknown");
    }
}
