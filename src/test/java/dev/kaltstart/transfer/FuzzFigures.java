package dev.kaltstart.transfer;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What became of the files that were tried, for people to read. */
final class FuzzFigures {

    private static final long MEBIBYTE = 1024 * 1024;

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private int tried;
    private int taken;
    private long worst;

    void add(@Nullable Throwable failure, long allocated) {
        tried++;
        taken += failure == null ? 1 : 0;
        worst = Math.max(worst, allocated);
        outcomes.merge(outcome(failure), 1, Integer::sum);
    }

    private static String outcome(@Nullable Throwable failure) {
        if (failure == null) {
            return "taken";
        }
        return failure instanceof TransferRefused refused
                ? "refused as " + refused.kind()
                : failure.getClass().getName();
    }

    int tried() {
        return tried;
    }

    int taken() {
        return taken;
    }

    void write(Path file) throws IOException {
        var text = new StringBuilder("tried: " + tried + "\n");
        outcomes.forEach((outcome, count) ->
                text.append(outcome).append(": ").append(count).append('\n'));
        text.append("most that one import allocated, in all: ")
                .append(worst / MEBIBYTE)
                .append(" MiB\n");
        text.append("largest heap, collected or not: ")
                .append(peak() / MEBIBYTE)
                .append(" MiB\n");
        Files.writeString(file, text);
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
