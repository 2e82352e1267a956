package dev.kaltstart.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.engine.EngineRows;
import dev.kaltstart.recovery.Recoveries;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.Deployment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, and that nothing of it stays; what becomes of what nobody can know any more. */
@Timeout(300)
class ImportTest {

    private static final String CANARY = "canary-of-the-administrator";
    private static final String KEY = "AGE-SECRET-KEY-1CANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYQ";
    private static final List<String> TABLES =
            List.of("recovery", "timeline", "command", "act_hi_procinst", "act_re_deployment", "act_ru_execution");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path world;

    @SuppressWarnings("NullAway.Init")
    private static OneKaltstart first;

    @SuppressWarnings("NullAway.Init")
    private static OneKaltstart second;

    private static String recovery = "";
    private static byte[] exported = {};

    @BeforeAll
    static void anExport() throws IOException {
        Path real = Files.writeString(world.resolve("kaltstart.yaml"), """
                kaltstart:
                  clusters:
                    homelab:
                      repository: { checkout: %s }
                """.formatted(
                        Path.of("src/main/resources/sample/homelab").toAbsolutePath()));
        first = OneKaltstart.standingStill(
                world.resolve("first"),
                "--kaltstart.admin-password=" + CANARY,
                "--spring.datasource.url=jdbc:h2:mem:first");
        second = OneKaltstart.standingStill(
                world.resolve("second"), "--kaltstart.config=" + real, "--spring.datasource.url=jdbc:h2:mem:second");
        recovery = first.rehearse(false, 60);
        exported = first.bean(Exports.class).export(recovery);
    }

    @AfterAll
    static void close() {
        first.close();
        second.close();
    }

    @Test
    void refusesATornFileWhereverItIsTorn() {
        var before = rows();
        IntStream.rangeClosed(0, 60)
                .map(part -> (int) ((long) (exported.length - 1) * part / 60))
                .forEach(length -> assertThat(refusal(Arrays.copyOf(exported, length)))
                        .as("%d of %d bytes", length, exported.length)
                        .startsWith("the file cannot be used: ")
                        .hasLineCount(1));
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void refusesAChangedFile() {
        for (int at = 100; at < exported.length - 100; at += exported.length / 40) {
            byte[] changed = exported.clone();
            changed[at] ^= 0x20;
            var taken = entriesOrNothing(changed);
            assertThat(taken.isEmpty() || taken.equals(entriesOrNothing(exported)))
                    .as("byte %d", at)
                    .isTrue();
        }
        assertThat(refusal(changed("rows/timeline.jsonl", text -> text.replace("test", "tost"), false)))
                .contains("the checksum of 'rows/timeline.jsonl' is wrong");
        assertThat(refusal(without("end.json"))).contains("no end mark");
        assertThat(refusal(without("rows/command.jsonl"))).contains("'rows/command.jsonl' is missing");
    }

    private static Map<String, String> entriesOrNothing(byte[] bytes) {
        try {
            Path file = Files.write(world.resolve("changed.zip"), bytes);
            var all = new LinkedHashMap<String, String>();
            ExportedFile.read(file, JSON.copy().findAndRegisterModules())
                    .below("")
                    .forEach((name, content) -> all.put(name, Checksum.of(content)));
            return all;
        } catch (Refused refused) {
            return Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void refusesWhatANewerKaltstartWrote() {
        assertThat(refusal(manifest("format", 2))).contains("format 2", "reads format 1");
        assertThat(refusal(manifest("schema", 999))).contains("tables of version 999", "this one knows version");
        assertThat(refusal(manifest("engine", "7.99"))).contains("engine 7.99");
        assertThat(refusal(changed("rows/timeline.jsonl", text -> text.replace("{", "{\"colour\":\"red\","), true)))
                .contains("cannot go on with it", "timeline");
    }

    @Test
    void refusesAClusterThatItDoesNotKnow() {
        assertThat(refusal(manifest("cluster", "elsewhere")))
                .isEqualTo("there is no cluster 'elsewhere' here, known are [homelab]: name it in kaltstart.yaml,"
                        + " with its checkout");
    }

    @Test
    void refusesAModelWhoseStepsItDoesNotHave() {
        byte[] strange = changed(
                "rows/act_ge_bytearray.jsonl",
                text -> text.lines()
                        .map(line -> bytes(line, model -> model.replace("${probeNode}", "${consultOracle}")))
                        .reduce("", (a, b) -> a + b + "\n"),
                true);

        assertThat(refusal(strange)).contains("cannot go on with it", "consultOracle");
        assertThat(second.bean(Recoveries.class).find(recovery)).isEmpty();
    }

    private static String bytes(String line, UnaryOperator<String> change) {
        try {
            var row = (ObjectNode) JSON.readTree(line);
            String model = new String(row.path("bytes_").binaryValue(), StandardCharsets.UTF_8);
            row.put("bytes_", change.apply(model).getBytes(StandardCharsets.UTF_8));
            return row.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aLiveRecoveryHoldsItsClusterAndGivesApprovalsAgain() {
        first.sql()
                .sql("insert into approval (id, recovery, step, approver, reason, preview, approved_at)"
                        + " values ('a-1', ?, 'resetNode', 'ada', 'test', '', current_timestamp)")
                .param(recovery)
                .update();
        byte[] live = live(first.bean(Exports.class).export(recovery), false);
        byte[] handedOver = live(first.bean(Exports.class).export(recovery), true);
        second.sql()
                .sql("insert into cluster_lock (cluster, recovery) values ('homelab', 'another')")
                .update();
        assertThat(refusal(live)).contains("another recovery of the cluster 'homelab' runs here");
        second.sql().sql("delete from cluster_lock").update();

        var imported = second.bean(Imports.class).take(file(live), "ada");

        assertThat(imported.withdrawnApprovals()).isEqualTo(1);
        assertThat(imported.epoch()).isEqualTo(1);
        assertThat(second.sql()
                        .sql("select recovery from cluster_lock")
                        .query(String.class)
                        .list())
                .containsExactly(recovery);
        assertThat(refusal(live)).contains(recovery + " is here already (running)", "the file is older");
        forget();

        assertThat(second.bean(Imports.class).take(file(handedOver), "ada").withdrawnApprovals())
                .as("the other one has stopped: nobody can have used it")
                .isZero();
        forget();
    }

    @Test
    @DisplayName("F13: the primary is switched and the new one is behind")
    void namesWhatADatabaseHasLostThatIsBehindTheExport() {
        second.bean(Imports.class).take(file(exported), "ada");
        second.sql().sql("delete from timeline where kind = 'started'").update();

        assertThat(refusal(exported))
                .contains("the file knows what is not here: 1 entries of its timeline", "started 'test'")
                .contains("two Kaltstarts have gone on with it");
        second.sql().sql("delete from timeline where kind = 'imported'").update();
        assertThat(refusal(exported)).contains("if this database has lost it, stop here");
        forget();
    }

    @Test
    void everyTableThatNamesARecoveryComesAlong() {
        var known = first.bean(Tables.class).all().stream()
                .map(EngineRows.Table::name)
                .collect(Collectors.toSet());
        assertThat(first.sql()
                        .sql("select lower(table_name) from information_schema.columns"
                                + " where lower(column_name) = 'recovery'")
                        .query(String.class)
                        .list())
                .contains("timeline")
                .allMatch(table -> known.contains(table)
                        // a chain is of one Kaltstart: the other one begins its own
                        || Set.of("cluster_lock", "audit_event").contains(table));
    }

    @Test
    void aRecoveryThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> first.bean(Exports.class).export("r-none"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("r-none");
    }

    @Test
    void noSecretLeavesWithIt() throws IOException {
        String secret = CANARY + " and " + KEY;
        var sql = first.sql();
        sql.sql("insert into timeline (recovery, at, kind, words) values (?, current_timestamp, 'note', ?)")
                .params(recovery, secret)
                .update();
        sql.sql("insert into command (id, recovery, step, number, line, argv_hash, state, host, ending, exit_code,"
                        + " output, error, intent_at, ended_at) values ('c-1', ?, 's', 1, ?, '', 'DONE', 'h', 'EXITED', 0,"
                        + " ?, ?, current_timestamp, current_timestamp)")
                .params(recovery, secret, secret, secret)
                .update();
        sql.sql("update act_ru_ext_task set error_msg_ = ?").param(secret).update();
        sql.sql("update act_ru_variable set text_ = ? where name_ = 'mode'")
                .param(secret)
                .update();
        Path spool = Files.createDirectories(world.resolve("first/spool/c-1"));
        for (String name : List.of("output", "error", "code", "out", "pid")) {
            Files.writeString(spool.resolve(name), secret);
        }
        Path twin = world.resolve("first/twins").resolve(recovery);
        Files.writeString(twin.resolve("commands.jsonl"), JSON.writeValueAsString(Map.of("name", secret)) + "\n");
        Files.writeString(twin.resolve("repository/.env"), "TOKEN=" + secret);

        Map<String, String> entries = entries(first.bean(Exports.class).export(recovery));

        assertThat(entries).containsKeys("spool/c-1/output", "twin/commands.jsonl");
        assertThat(entries.get("spool/c-1/output")).contains("[redacted]");
        assertThat(String.join("\n", entries.keySet())).doesNotContain(".env", "/out\n", "/pid");
        assertThat(String.join("\n", entries.values()))
                .doesNotContain(CANARY)
                .doesNotContainIgnoringCase("canarycanary");
        sql.sql("delete from timeline where kind = 'note'").update();
        sql.sql("delete from command").update();
    }

    private static String refusal(byte[] bytes) {
        Refused refused = catchThrowableOfType(
                Refused.class, () -> second.bean(Imports.class).take(file(bytes), "ada"));
        return String.valueOf(refused == null ? "taken" : refused.getMessage());
    }

    private static Path file(byte[] bytes) {
        try {
            return Files.write(world.resolve("export.zip"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Long> rows() {
        return TABLES.stream().map(second::rows).toList();
    }

    /** Lets the second one know nothing of the recovery. */
    private static void forget() {
        RepositoryService models = second.bean(RepositoryService.class);
        models.createDeploymentQuery().deploymentNameLike("%another Kaltstart%").list().stream()
                .map(Deployment::getId)
                .forEach(id -> models.deleteDeployment(id, true));
        for (String table : List.of("timeline", "approval", "command", "step_execution", "recovery", "cluster_lock")) {
            second.sql().sql("delete from " + table).update();
        }
    }

    private static byte[] live(byte[] bytes, boolean handedOver) {
        var entries = entries(bytes);
        entries.computeIfPresent(
                "rows/recovery.jsonl", (name, text) -> text.replace("\"mode\":\"rehearsal\"", "\"mode\":\"live\""));
        entries.computeIfPresent(
                "manifest.json",
                (name, text) -> text.replace("\"mode\":\"rehearsal\"", "\"mode\":\"live\"")
                        .replace("\"handedOver\":false", "\"handedOver\":" + handedOver));
        entries.keySet().removeIf(name -> name.startsWith("twin/"));
        return written(entries);
    }

    private static byte[] manifest(String field, Object value) {
        return changed(
                "manifest.json",
                text -> {
                    try {
                        return ((ObjectNode) JSON.readTree(text))
                                .putPOJO(field, value)
                                .toString();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                true);
    }

    private static byte[] changed(String entry, UnaryOperator<String> change, boolean sealed) {
        var entries = entries(exported);
        String end = entries.getOrDefault("end.json", "");
        entries.computeIfPresent(entry, (name, text) -> change.apply(text));
        return sealed ? written(entries) : zipped(entries, end);
    }

    private static byte[] without(String entry) {
        var entries = entries(exported);
        String end = entry.equals("end.json") ? "" : entries.getOrDefault("end.json", "");
        entries.remove(entry);
        return zipped(entries, end);
    }

    /** With an end mark that is right. */
    private static byte[] written(Map<String, String> entries) {
        var writer = new ExportWriter(JSON);
        entries.forEach((name, text) -> {
            if (!name.equals("end.json")) {
                writer.put(name, text.getBytes(StandardCharsets.UTF_8));
            }
        });
        return writer.end();
    }

    private static byte[] zipped(Map<String, String> entries, String end) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            var all = new LinkedHashMap<>(entries);
            all.remove("end.json");
            if (!end.isEmpty()) {
                all.put("end.json", end);
            }
            for (var entry : all.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Map<String, String> entries(byte[] bytes) {
        var entries = new LinkedHashMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }
}
