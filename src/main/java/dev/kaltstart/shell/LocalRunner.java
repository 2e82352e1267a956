package dev.kaltstart.shell;

import jakarta.annotation.PostConstruct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Runs commands as processes of this machine, each in its own session under a small wrapper, so that they survive a
 * killed Kaltstart and can be found again.
 */
@Component
class LocalRunner implements Runner {

    /** Prefix of the ids of read-only commands, which are never looked up again. */
    static final String LOOK = "look-";

    private static final int LONGEST_PLACE = 300;

    private final Home home;
    private final Redaction redaction;
    private final Path spools;
    private final CommandWrapper wrapper;
    private final ToolVersions versions = new ToolVersions();
    private final String boot = SmallFile.read(Path.of("/proc/sys/kernel/random/boot_id"))
            .map(String::strip)
            .orElse(ProcessStat.NO_PROC);

    LocalRunner(Home home, Redaction redaction) {
        this.home = home;
        this.redaction = redaction;
        this.spools = home.directory("spool");
        this.wrapper = CommandWrapper.unpack(spools);
    }

    /** Read-only commands of a killed Kaltstart are useless. */
    @PostConstruct
    void endOldLooks() throws IOException {
        try (var directories = Files.newDirectoryStream(spools, LOOK + "*")) {
            for (Path directory : directories) {
                find(directory.getFileName().toString()).ifPresent(running -> {
                    running.stop();
                    running.discard();
                });
            }
        }
    }

    @Override
    public Running start(String id, Command command) {
        redaction.learn(command.environment());
        Spool spool = spool(id);
        Map<String, String> environment = cleanEnvironment(spool);
        environment.putAll(command.environment());
        Path program = Tools.require(command.program(), environment.getOrDefault("PATH", ""));
        refuse(command);
        versions.require(program, environment);
        make(spool);
        try {
            Process process = wrapper.start(spool, program, command, environment);
            return new LocalRunning(spool, process.pid(), ProcessStat.begun(process.pid()));
        } catch (IOException | RuntimeException e) {
            spool.discard();
            throw new IllegalArgumentException("cannot start '" + command.program() + "': " + e.getMessage(), e);
        }
    }

    /** A command that could not be recorded is not started. */
    private static void make(Spool spool) {
        try {
            spool.make();
            spool.needRoom();
        } catch (UncheckedIOException e) {
            spool.discard();
            throw e;
        }
    }

    private Map<String, String> cleanEnvironment(Spool spool) {
        var clean = new HashMap<String, String>();
        clean.put("PATH", System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
        clean.put("HOME", System.getenv().getOrDefault("HOME", home.root().toString()));
        clean.put("LANG", "C.UTF-8");
        clean.put("TZ", "UTC");
        clean.put("TMPDIR", spool.temporary().toString());
        return clean;
    }

    private static void refuse(Command command) {
        if (command.arguments().stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("an argument of '" + command.program() + "' contains a NUL");
        }
        if (command.directory() != null && !Files.isDirectory(command.directory())) {
            throw new IllegalArgumentException(
                    "'" + command.program() + "' cannot run in " + command.directory() + ": no such directory");
        }
    }

    /** The host and its home: a command cannot be found from another home, not even on the same host. */
    String place() {
        String place = Host.NAME + ":" + home.root();
        return place.substring(Math.max(0, place.length() - LONGEST_PLACE));
    }

    Home home() {
        return home;
    }

    /** The output so far of a running command; empty when it runs elsewhere. */
    String soFar(String id) {
        Spool spool = spool(id);
        return spool.exists() ? spool.soFar() : "";
    }

    @Override
    public void endStrays(String id) {
        CommandWrapper.running(id).forEach(pid -> new Session(pid, ProcessStat.begun(pid)).end(LocalRunning.GRACE));
    }

    @Override
    public Optional<Running> find(String id) {
        Spool spool = spool(id);
        if (!spool.exists()) {
            return Optional.empty();
        }
        if (spool.process().isEmpty()) {
            spool.giveUp();
        }
        return Optional.of(spool.process()
                // start times count from boot
                .filter(process -> process[2].equals(boot))
                .map(process -> new LocalRunning(spool, Long.parseLong(process[0]), process[1]))
                .orElseGet(() -> new LocalRunning(spool, -1, ProcessStat.NO_PROC)));
    }

    private Spool spool(String id) {
        if (!id.matches("[A-Za-z0-9._-]+") || id.startsWith(".")) {
            throw new IllegalArgumentException("not usable as a file name: " + id);
        }
        return new Spool(spools.resolve(id), redaction);
    }
}
