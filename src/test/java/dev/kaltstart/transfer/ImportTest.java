package dev.kaltstart.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.engine.EngineRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Refusals leave no trace; unknown results are marked. */
@Timeout(300)
class ImportTest {

    private static final String KEY = "AGE-SECRET-KEY-1CANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYQ";

    @TempDir
    static Path world;

    @SuppressWarnings("NullAway.Init")
    private static ExportBench bench;

    @BeforeAll
    static void anExport() throws IOException {
        bench = new ExportBench(world);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @AfterEach
    void forget() {
        bench.forget(bench.recovery);
    }

    @Test
    void refusesATornFileWhereverItIsTorn() {
        var before = bench.rows();
        byte[] exported = bench.exported;
        IntStream.rangeClosed(0, 60)
                .map(part -> (int) ((long) (exported.length - 1) * part / 60))
                .forEach(length -> assertThat(bench.refusal(Arrays.copyOf(exported, length)))
                        .as("%d of %d bytes", length, exported.length)
                        .startsWith("the file cannot be used: ")
                        .hasLineCount(1));
        assertThat(bench.rows()).isEqualTo(before);
    }

    @Test
    void refusesAChangedFile() {
        for (int at = 0; at < bench.exported.length; at += bench.exported.length / 200) {
            byte[] changed = bench.exported.clone();
            changed[at] ^= 0x20;
            assertThat(bench.refusal(changed))
                    .as("byte %d", at)
                    // in the zip's own directory the change is noticed before the seal is read
                    .containsAnyOf("the seal of the file is wrong", "the file cannot be used: it is incomplete");
        }
        var entries = ExportBench.entries(bench.exported);
        entries.computeIfPresent("rows/timeline.jsonl", (name, text) -> text.replace("test", "tost"));
        assertThat(bench.refusal(ExportBench.zipped(entries.entrySet())))
                .contains("the checksum of 'rows/timeline.jsonl' is wrong");
        assertThat(bench.refusal(without("end.json"))).contains("no end mark");
        assertThat(bench.refusal(without("rows/command.jsonl"))).contains("'rows/command.jsonl' is missing");
    }

    private static byte[] without(String entry) {
        var entries = ExportBench.entries(bench.exported);
        entries.remove(entry);
        return ExportBench.zipped(entries.entrySet());
    }

    @Test
    void refusesWhatANewerOrAnOlderKaltstartWrote() {
        assertThat(bench.refusal(bench.manifest("format", 3))).contains("format 3", "reads format 2");
        assertThat(bench.refusal(bench.manifest("schema", 999)))
                .contains("tables of version 999", "this one has version");
        assertThat(bench.refusal(bench.manifest("engine", "7.99"))).contains("engine 7.99");
        assertThat(bench.refusal(
                        bench.changed("rows/timeline.jsonl", text -> text.replace("{", "{\"colour\":\"red\","))))
                .contains("cannot continue it", "timeline");
    }

    /** Attack: a file that names a machine. What one Kaltstart has seen live is not known to another. */
    @Test
    void aLiveRecoveryOfANodeThatIsNotKnownHereIsRefused() {
        var here = new Clusters.Protected("homelab", false, List.of(), FakeInventory.homelab());

        Imports.refuseUnknownNode(about("live", "wk-2"), here);
        Imports.refuseUnknownNode(about("rehearsal", "wk-99"), here);
        assertThatThrownBy(() -> Imports.refuseUnknownNode(about("live", "wk-99"), here))
                .isInstanceOf(TransferRefused.class)
                .hasMessageContaining(
                        "the node 'wk-99', which is not known here: declare it under 'nodes' of 'homelab'");
    }

    private static Manifest about(String mode, String node) {
        return new Manifest(
                2,
                "1",
                26,
                "7",
                "r",
                "homelab",
                mode,
                node,
                false,
                "nas",
                Instant.EPOCH,
                0,
                true,
                List.of(),
                List.of());
    }

    @Test
    void namesTheVersionThatWroteAnOlderFileAndWhatToDo() {
        byte[] older = asBefore("0.0.9", "old-nas");
        String refusal = bench.refusal(older);

        assertThat(refusal)
                .contains("Kaltstart 0.0.9 on old-nas", "format 1")
                .contains("Bring the recovery to its end with that version, or import the file there")
                .hasLineCount(1);
        assertThat(bench.refusal(ExportBench.zipped(ExportBench.entries(older).entrySet())))
                .as("sealed afterwards")
                .isEqualTo(refusal);
        assertThat(bench.refusal(bench.manifest("format", 1)))
                .contains("an older version wrote the file", "import the file there");
        assertThat(bench.refusal(asBefore("1\n\u001b[31m${7*7}<b>", "x".repeat(5000))))
                .as("words of nobody knows whom")
                .contains("Kaltstart 1???31m??7?7??b? on " + "x".repeat(60) + "... at ")
                .hasSizeLessThan(500);
    }

    /** As the version before wrote it: the description close to the end, and no seal. */
    private static byte[] asBefore(String version, String host) {
        var entries = ExportBench.entries(bench.exported);
        String manifest = String.valueOf(entries.remove("manifest.json"));
        manifest = ExportBench.set(manifest, "format", 1);
        manifest = ExportBench.set(manifest, "kaltstart", version);
        entries.put("manifest.json", ExportBench.set(manifest, "host", host));
        return ExportBench.unsealed(entries.entrySet());
    }

    @Test
    void refusesAClusterThatItDoesNotKnow() {
        assertThat(bench.refusal(bench.manifest("cluster", "elsewhere")))
                .isEqualTo("there is no cluster 'elsewhere' here, known are [homelab]: name it in kaltstart.yaml,"
                        + " with its checkout");
    }

    @Test
    void aLiveRecoveryHoldsItsClusterAndGivesApprovalsAgain() {
        bench.here
                .sql()
                .sql("insert into cluster_lock (cluster, recovery) values ('homelab', 'another')")
                .update();
        assertThat(bench.refusal(live(false))).contains("another recovery of the cluster 'homelab' runs here");
        bench.here.sql().sql("delete from cluster_lock").update();

        var imported = bench.take(live(false));

        assertThat(imported.withdrawnApprovals()).isEqualTo(1);
        assertThat(imported.epoch()).isEqualTo(1);
        assertThat(bench.here
                        .sql()
                        .sql("select recovery from cluster_lock")
                        .query(String.class)
                        .list())
                .containsExactly(bench.recovery);
        assertThat(bench.refusal(live(false)))
                .contains(bench.recovery + " already exists here (running)", "the file is older");
        bench.forget(bench.recovery);

        assertThat(bench.take(live(true)).withdrawnApprovals())
                .as("who gave them is nothing that a file can show")
                .isEqualTo(1);
    }

    private static byte[] live(boolean handedOver) {
        return bench.sealed(entries -> {
            entries.keySet().removeIf(name -> name.startsWith("twin/"));
            entries.replaceAll((name, text) -> name.startsWith("rows/act_") || name.equals("manifest.json")
                    ? text.replace("\"rehearsal\"", "\"live\"")
                            .replace("\"handedOver\":false", "\"handedOver\":" + handedOver)
                    : text);
            entries.computeIfPresent(
                    "rows/recovery.jsonl",
                    (name, text) -> ExportBench.everyRow(text, row -> {
                        row.put("mode", "live").putNull("rehearsal");
                        if (handedOver) {
                            row.put("handed_over_at", "2026-11-28T12:00:00Z");
                        }
                    }));
        });
    }

    @Test
    @DisplayName("F13: the primary is switched and the new one is behind")
    void namesWhatADatabaseHasLostThatIsBehindTheExport() {
        bench.take(bench.exported);
        bench.here.sql().sql("delete from timeline where kind = 'started'").update();

        assertThat(bench.refusal(bench.exported))
                .contains("the file has entries that are missing here: 1 entries of its timeline", "started 'test'")
                .contains("two Kaltstarts have continued the recovery");
        bench.here.sql().sql("delete from timeline where kind = 'imported'").update();
        assertThat(bench.refusal(bench.exported)).contains("if this database lost them, stop Kaltstart");
    }

    @Test
    void everyTableThatNamesARecoveryComesAlong() {
        var known = bench.here.bean(Tables.class).all().stream()
                .map(EngineRows.Table::name)
                .collect(Collectors.toSet());
        assertThat(bench.here
                        .sql()
                        .sql("select lower(table_name) from information_schema.columns"
                                + " where lower(column_name) = 'recovery'")
                        .query(String.class)
                        .list())
                .contains("timeline")
                .allMatch(table -> known.contains(table)
                        // a chain is of one Kaltstart: the other one begins its own; a proof in a file may be invented;
                        // the other
                        // one has channels of its own; who signed a drill off has said so in the chain that stays
                        || Set.of("cluster_lock", "audit_event", "proven_restore", "notification", "drill_sign_off")
                                .contains(table));
    }

    @Test
    void aRecoveryThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> bench.here.bean(Exports.class).export("r-none"))
                .isInstanceOf(TransferRefused.class)
                .hasMessageContaining("r-none");
    }

    @Test
    void noSecretLeavesWithIt() throws IOException {
        String secret = ExportBench.CANARY + " and " + KEY;
        bench.take(bench.exported);
        var sql = bench.here.sql();
        sql.sql("insert into timeline (recovery, at, kind, words) values (?, current_timestamp, 'note', ?)")
                .params(bench.recovery, secret)
                .update();
        sql.sql("insert into command (id, recovery, step, number, line, argv_hash, state, host, ending, exit_code,"
                        + " output, error, intent_at, ended_at) values ('c-1', ?, 's', 1, ?, '', 'DONE', 'h', 'EXITED', 0,"
                        + " ?, ?, current_timestamp, current_timestamp)")
                .params(bench.recovery, secret, secret, secret)
                .update();
        sql.sql("update act_ru_ext_task set error_msg_ = ?").param(secret).update();
        sql.sql("update act_ru_variable set text_ = ? where name_ = 'mode'")
                .param(secret)
                .update();
        Path spool = Files.createDirectories(bench.home.resolve("spool/c-1"));
        for (String name : List.of("output", "error", "code", "out", "pid")) {
            Files.writeString(spool.resolve(name), secret);
        }
        Path twin = bench.home.resolve("twins").resolve(bench.recovery);
        Files.writeString(
                twin.resolve("commands.jsonl"), ExportBench.JSON.writeValueAsString(Map.of("name", secret)) + "\n");
        Files.writeString(twin.resolve("repository/.env"), "TOKEN=" + secret);

        Map<String, String> entries =
                ExportBench.entries(bench.here.bean(Exports.class).export(bench.recovery));

        assertThat(entries).containsKeys("spool/c-1/output", "twin/commands.jsonl");
        assertThat(entries.get("spool/c-1/output")).contains("[redacted]");
        assertThat(String.join("\n", entries.keySet())).doesNotContain(".env", "/out\n", "/pid");
        assertThat(String.join("\n", entries.values()))
                .doesNotContain(ExportBench.CANARY)
                .doesNotContainIgnoringCase("canarycanary");
    }
}
