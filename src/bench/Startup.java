import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Called by the script beside it. Arguments: the launcher, the jar, a folder to work in, the number of counted starts of each. */
public class Startup {

    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final Duration SETTLING = Duration.ofSeconds(3);

    /** @param seconds from the start of the process to the first 200 */
    record Start(double seconds, double megabytes) {}

    private final Path launcher;
    private final Path jar;
    private final Path work;

    Startup(Path launcher, Path jar, Path work) {
        this.launcher = launcher;
        this.jar = jar;
        this.work = work;
    }

    public static void main(String[] arguments) throws Exception {
        new Startup(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]))
                .compare(Integer.parseInt(arguments[3]));
    }

    private void compare(int runs) throws Exception {
        var variants = new LinkedHashMap<String, List<String>>();
        String program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        variants.put("launcher", List.of(launcher.toString()));
        variants.put("kaltstart", List.of(program, "-Duser.timezone=UTC", "-jar", jar.toString()));
        variants.put("bare", List.of(
                program, "-Duser.timezone=UTC", "-cp", jar.toString(),
                "-Dloader.main=bare.Bare",
                "-Dloader.path=" + work.resolve("bare"),
                "org.springframework.boot.loader.launch.PropertiesLauncher",
                "--spring.flyway.enabled=false"));
        var first = new LinkedHashMap<String, Start>();
        for (var variant : variants.entrySet()) {
            first.put(variant.getKey(), start(variant));
        }
        var starts = new LinkedHashMap<String, List<Start>>();
        for (int run = 0; run < runs; run++) {
            var order = new ArrayList<>(variants.entrySet());
            if (run % 2 == 1) {
                java.util.Collections.reverse(order);
            }
            for (var variant : order) {
                starts.computeIfAbsent(variant.getKey(), any -> new ArrayList<>()).add(start(variant));
            }
        }
        print(first, starts);
    }

    private Start start(Map.Entry<String, List<String>> variant) throws Exception {
        int port = freePort();
        Path home = Files.createDirectories(work.resolve("home-" + variant.getKey()));
        Path log = work.resolve(variant.getKey() + ".log");
        var command = new ArrayList<>(variant.getValue());
        command.addAll(List.of("--kaltstart.home=" + home, "--server.port=" + port, "--server.address=127.0.0.1"));
        long began = System.nanoTime();
        var builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("KALTSTART_JAR", jar.toString());
        builder.environment().put("XDG_CACHE_HOME", work.resolve("cache").toString());
        Process process = builder.start();
        try {
            awaitHealth(process, port, log);
            double seconds = (System.nanoTime() - began) / 1e9;
            Thread.sleep(SETTLING.toMillis());
            return new Start(seconds, residentMegabytes(process.pid()));
        } finally {
            stop(process);
        }
    }

    private static void awaitHealth(Process process, int port, Path log) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!healthy(port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                List<String> lines = Files.readAllLines(log);
                lines.subList(Math.max(0, lines.size() - 40), lines.size()).forEach(System.err::println);
                throw new IllegalStateException("no 200 within " + LIMIT + "; the end of its log is above");
            }
            Thread.sleep(20);
        }
    }

    private static boolean healthy(int port) {
        try {
            var url = URI.create("http://127.0.0.1:" + port + "/actuator/health").toURL();
            var connection = (HttpURLConnection) url.openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(5000);
            boolean ok = connection.getResponseCode() == 200;
            connection.disconnect();
            return ok;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static double residentMegabytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IllegalStateException("no VmRSS in /proc/" + pid + "/status");
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        // the first start of the launcher writes its archive as it ends
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void print(Map<String, Start> first, Map<String, List<Start>> starts) {
        System.out.printf("Java %s, %d processors%n", Runtime.version(), Runtime.getRuntime().availableProcessors());
        System.out.printf("%-10s %18s %12s %16s %9s%n", "", "new database, s", "median, s", "range, s", "RSS, MB");
        starts.forEach((name, each) -> {
            double[] seconds = each.stream().mapToDouble(Start::seconds).sorted().toArray();
            String range = String.format(Locale.ROOT, "%.1f-%.1f", seconds[0], seconds[seconds.length - 1]);
            System.out.printf(Locale.ROOT, "%-10s %18.2f %12.2f %16s %9.0f%n",
                    name, first.get(name).seconds(), median(seconds), range, megabytes(each));
        });
        for (String name : List.of("launcher", "kaltstart")) {
            System.out.printf(Locale.ROOT, "ratio %s/bare: %.2f in time, %.2f in memory%n", name,
                    seconds(starts.get(name)) / seconds(starts.get("bare")),
                    megabytes(starts.get(name)) / megabytes(starts.get("bare")));
        }
    }

    private static double seconds(List<Start> starts) {
        return median(starts.stream().mapToDouble(Start::seconds).sorted().toArray());
    }

    private static double megabytes(List<Start> starts) {
        return median(starts.stream().mapToDouble(Start::megabytes).sorted().toArray());
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
