package dev.kaltstart.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import dev.kaltstart.shell.Home;
import dev.kaltstart.shell.Redaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that would fill the memory are refused before they do. */
@Timeout(120)
class ExportSizeTest {

    private static final long MEMORY = 64L * 1024 * 1024;

    @TempDir
    Path world;

    private Path file;
    private ZipOutputStream zip;

    @BeforeEach
    void aFile() throws IOException {
        file = world.resolve("bomb.zip");
        zip = new ZipOutputStream(Files.newOutputStream(file));
        entry("manifest.json", """
                {"format":2,"kaltstart":"1","schema":1,"engine":"7.24","recovery":"r","cluster":"c","mode":"live",
                 "ended":false,"host":"h","writtenAt":"2026-11-28T12:00:00Z","epoch":0,"handedOver":false,
                 "leftBehind":[],"models":[]}""");
    }

    @Test
    void aSmallFileThatUnpacksToHundredsOfMebibytes() throws IOException {
        zip.putNextEntry(new ZipEntry("rows/timeline.jsonl"));
        fill(zip, " ".repeat(1024), 600 * 1024);

        assertThat(refusal()).contains("it unpacks to more than");
        assertThat(Files.size(file)).isLessThan(1024 * 1024);
    }

    @Test
    void manySmallEntries() throws IOException {
        for (int n = 0; n < 30_000; n++) {
            entry("twin/f" + n, "");
        }

        assertThat(refusal()).contains("it has more than 20000 entries");
    }

    @Test
    void anOutputThatIsLargerThanAnyCommandLeaves() throws IOException {
        zip.putNextEntry(new ZipEntry("spool/c-1/output"));
        noise(zip, 5 * 1024);

        assertThat(refusal()).contains("'spool/c-1/output' exceeds its size limit");
    }

    @Test
    void aRowOfMillionsOfColumnsOrValues() throws IOException {
        for (String row : List.of("{\"a\":[" + "1,".repeat(1000), "{" + "\"a\":1,".repeat(10), "[[[[[[[[")) {
            assertThatThrownBy(() -> RowReader.read(new Given(row), ExportBench.JSON, taken -> {}))
                    .isInstanceOfAny(TransferRefused.class, IOException.class);
        }
    }

    @Test
    void aFileOnTheWayIn() throws IOException {
        zip.close();
        Path large = world.resolve("large.zip");
        try (var out = Files.newOutputStream(large)) {
            noise(out, 65 * 1024);
        }
        var home = new Home(world.resolve("home"));
        var files = new TrustedFile(home, new TransferKey("", home, new Redaction()));

        assertThatThrownBy(() -> files.take(large, null)).hasMessageContaining("no export is larger than 64 MiB");
        assertThat(home.directory("imports")).isEmptyDirectory();
    }

    private String refusal() throws IOException {
        zip.close();
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        var refused = catchThrowable(() -> ExportedFile.read(file, ExportBench.JSON, List.of("timeline")));
        assertThat(thread.getCurrentThreadAllocatedBytes() - before)
                .as("bytes that were ever allocated")
                .isLessThan(MEMORY);
        return String.valueOf(refused.getMessage());
    }

    private void entry(String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void fill(OutputStream out, String piece, int times) throws IOException {
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        for (int n = 0; n < times; n++) {
            out.write(bytes);
        }
    }

    /** What does not shrink. */
    private static void noise(OutputStream out, int kibibytes) throws IOException {
        var random = new Random(1);
        byte[] piece = new byte[1024];
        for (int n = 0; n < kibibytes; n++) {
            random.nextBytes(piece);
            out.write(piece);
        }
    }

    private record Given(String text) implements ExportedFile.ExportEntry {
        @Override
        public String name() {
            return "rows/timeline.jsonl";
        }

        @Override
        public InputStream content() {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public byte[] whole(long most) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void skip(long most) {}

        @Override
        public String checksum() {
            return "";
        }
    }
}
