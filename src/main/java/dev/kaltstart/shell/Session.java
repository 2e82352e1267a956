package dev.kaltstart.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A command and its descendants. The kernel does not reuse a session id while a member lives, so the session is found
 * even when its leader is gone.
 *
 * @param begun start time of the leader
 */
record Session(long leader, String begun) {

    private static final Duration KILLED = Duration.ofSeconds(5);

    boolean empty() {
        return members().isEmpty();
    }

    /** Terminates every member, and kills those that remain after the grace period. */
    void end(Duration grace) {
        Set<ProcessHandle> all = new LinkedHashSet<>(members());
        all.forEach(ProcessHandle::destroy);
        UninterruptibleWait.until(() -> living(all).isEmpty(), grace);
        UninterruptibleWait.until(
                () -> {
                    living(all).forEach(ProcessHandle::destroyForcibly);
                    return living(all).isEmpty();
                },
                KILLED);
    }

    /** Processes that left the session were descendants before, so they are remembered. */
    private Set<ProcessHandle> living(Set<ProcessHandle> all) {
        all.addAll(members());
        List.copyOf(all).forEach(process -> process.descendants().forEach(all::add));
        all.removeIf(process -> !alive(process));
        return all;
    }

    private List<ProcessHandle> members() {
        boolean anotherLeader = ProcessStat.of(leader)
                .filter(stat -> !stat.begun().equals(begun))
                .isPresent();
        if (anotherLeader) {
            return List.of();
        }
        Stream<ProcessHandle> family =
                ProcessHandle.of(leader).stream().flatMap(own -> Stream.concat(Stream.of(own), own.descendants()));
        return Stream.concat(family, inSession())
                .filter(Session::alive)
                .distinct()
                .toList();
    }

    private Stream<ProcessHandle> inSession() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(Long::valueOf)
                    .filter(pid -> ProcessStat.of(pid)
                            .filter(stat -> stat.session() == leader)
                            .isPresent())
                    .toList()
                    .stream()
                    .flatMap(pid -> ProcessHandle.of(pid).stream());
        } catch (IOException e) {
            // without /proc only the descendants are known
            return Stream.empty();
        }
    }

    private static boolean alive(ProcessHandle process) {
        return process.isAlive()
                && ProcessStat.of(process.pid()).filter(ProcessStat::dead).isEmpty();
    }
}
