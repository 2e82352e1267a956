package dev.kaltstart.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.engine.EngineRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The content of a file is data, even when the seal is valid. */
@Timeout(300)
class ImportAttackTest {

    @TempDir
    static Path world;

    @SuppressWarnings("NullAway.Init")
    private static ExportBench bench;

    private Map<String, Long> before = Map.of();
    private List<String> outside = List.of();

    @BeforeAll
    static void anExport() throws IOException {
        bench = new ExportBench(world);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void remember() {
        before = bench.rows();
        outside = outside();
    }

    @AfterEach
    void nothingIsWrittenElsewhere() {
        assertThat(outside()).isEqualTo(outside);
        bench.forget(bench.recovery);
    }

    @ParameterizedTest
    @ValueSource(strings = {"act_ge_bytearray", "act_re_deployment", "act_re_procdef", "act_ru_jobdef", "act_id_user"})
    void takesNoModelAndNoOtherTable(String table) {
        byte[] file = bench.sealed(entries -> {
            var all = new ArrayList<>(entries.entrySet());
            entries.clear();
            all.forEach(entry -> {
                entries.put(entry.getKey(), entry.getValue());
                if (entry.getKey().equals("rows/recovery.jsonl")) {
                    entries.put("rows/" + table + ".jsonl", "{\"id_\":\"x\"}\n");
                }
            });
        });

        refused(file, "an export has no 'rows/" + table + ".jsonl'");
    }

    @Test
    void refusesARecoveryOfAModelWithOtherBytes() {
        refused(
                bench.changed(
                        "manifest.json",
                        text -> text.replaceFirst("(node-failure.bpmn\":\")[0-9a-f]{8}", "$100000000")),
                bench.recovery + " was made with another version of the model node-failure; use Kaltstart development"
                        + " here");
        refused(
                bench.changed(
                        "manifest.json", text -> text.replace("\"folder\":\"node-failure\"", "\"folder\":\"mine\"")),
                "another version of the model mine");
    }

    @Test
    void refusesRowsOfAModelThatTheFileDoesNotName() {
        refused(bench.manifest("models", List.of()), "a model that it does not name");
    }

    @Test
    void refusesAStepAtTheActivityOfAnother() {
        var entries = ExportBench.entries(bench.exported);
        String run = String.valueOf(entries.get("rows/act_ru_execution.jsonl"));
        String task = ExportBench.everyRow(run.lines().findFirst().orElseThrow(), row -> {
            row.retain("id_", "rev_", "proc_inst_id_", "proc_def_id_");
            row.put("execution_id_", row.path("id_").asText()).put("act_id_", "probeNode");
            row.put("topic_name_", "resetNode");
        });
        refused(
                bench.changed("rows/act_ru_ext_task.jsonl", text -> task),
                "the step resetNode at the activity probeNode");
        refused(rows("act_ru_execution", "act_id_", "mine"), "an activity that its model does not have");
    }

    @ParameterizedTest
    @CsvSource({
        "manifest.json, \"mode\":\"rehearsal\"",
        "rows/recovery.jsonl, \"mode\":\"rehearsal\"",
        "rows/act_ru_variable.jsonl, \"text_\":\"rehearsal\"",
        "rows/act_hi_varinst.jsonl, \"text_\":\"rehearsal\""
    })
    void refusesAnotherModeWhereverItIsSaid(String entry, String message) {
        assertThat(ExportBench.entries(bench.exported).get(entry)).contains(message);
        for (String mode : List.of("live", "drill", "LIVE", "")) {
            refused(bench.changed(entry, text -> text.replace(message, message.replace("rehearsal", mode))), mode);
        }
    }

    @Test
    void refusesALiveRecoveryThatHasTheTwinAndTheRobotOfARehearsal() {
        Consumer<Map<String, String>> everywhere =
                entries -> entries.replaceAll((name, text) -> name.startsWith("rows/") || name.equals("manifest.json")
                        ? text.replace("\"rehearsal\"", "\"live\"")
                        : text);
        refused(bench.sealed(everywhere), "live");
    }

    @Test
    void refusesAnotherNodeOrClusterOrRecoveryInAVariable() {
        for (String name : List.of("node", "cluster", "recovery")) {
            byte[] file = bench.rows("act_ru_variable", row -> {
                if (row.path("name_").asText().equals(name)) {
                    row.put("text_", "cp-1");
                }
            });
            refused(file, "the variable '" + name + "' is 'cp-1'");
        }
    }

    @Test
    void refusesASubjectThatDiffersOrIsNotInTheInventory() {
        refused(bench.manifest("subject", "wk-1"), "a row has subject 'wk-2'");
        refused(bench.manifest("subject", "cp-99"), "the inventory of 'homelab' here has no 'cp-99'");
    }

    @Test
    void withdrawsEveryApprovalThatNobodyUsed() {
        assertThat(bench.take(bench.exported).withdrawnApprovals()).isEqualTo(1);
        assertThat(bench.here
                        .sql()
                        .sql("select count(*) from approval where execution is null and withdrawn_at is null")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    /** Attack: the delay of what one person alone approved is over, or there was none, says the file. */
    @Test
    void anApprovalWithoutItsDelayIsWithdrawnLikeEveryOther() {
        byte[] file = bench.rows("approval", row -> {
            row.put("valid_from", "2026-01-01T00:00:00Z");
            row.put("solo", false);
        });

        assertThat(bench.take(file).withdrawnApprovals()).isEqualTo(1);
        assertThat(bench.here
                        .sql()
                        .sql("select count(*) from approval where execution is null and withdrawn_at is null")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"approval", "timeline", "evidence", "step_execution", "suspension", "command"})
    void refusesRowsOfAnotherRecovery(String table) {
        refused(
                bench.changed(
                        "rows/" + table + ".jsonl",
                        text -> text + "{\"recovery\":\"node-failure-20260101-0000-aaaaa\"}\n"),
                "a row has recovery 'node-failure-20260101-0000-aaaaa'");
    }

    @Test
    void refusesAnApprovalThatAStepOfAnotherRecoveryHasUsed() {
        refused(rows("approval", "execution", "elsewhere"), "an approval was used by a step of another recovery");
    }

    @Test
    void refusesVariablesOfAnotherRecoverysExecution() {
        for (String column : List.of("execution_id_", "var_scope_", "proc_inst_id_", "task_id_")) {
            refused(rows("act_ru_variable", column, "7f3c"), "a row of another recovery, by its " + column);
        }
        refused(rows("act_hi_procinst", "business_key_", "r-2"), "a row of another recovery, by its business_key_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serializable", "object", "bytes", "file", "json", "xml"})
    void refusesVariablesThatAreMoreThanTextOrANumber(String type) {
        refused(rows("act_ru_variable", "type_", type), "a variable of the type " + type);
        refused(rows("act_hi_varinst", "var_type_", type), "a variable of the type " + type);
    }

    @Test
    void refusesColumnsThatDoNotTravel() {
        refused(rows("act_ru_variable", "bytearray_id_", "x"), "has a column 'bytearray_id_' in the file");
        refused(rows("approval", "id) values ('x') --", "x"), "has a column 'id??values???x???--'");
    }

    @Test
    void refusesRowsThatTheEngineCouldNeverChangeAgain() {
        refused(
                bench.rows("act_ru_variable", row -> row.putNull("rev_")),
                "the table act_ru_variable has there a row without a revision");
    }

    @Test
    void refusesRowsOfNoModel() {
        refused(
                bench.rows("act_ru_execution", row -> row.putNull("proc_def_id_")),
                "the table act_ru_execution has there a row of no model");
    }

    @Test
    void refusesJobsThatNoModelMakes() {
        byte[] file = bench.changed(
                "rows/act_ru_job.jsonl",
                text -> "{\"id_\":\"j\",\"type_\":\"message\",\"handler_type_\":\"batch-set-job-retries\","
                        + "\"process_instance_id_\":\"x\"}\n");

        assertThat(bench.refusal(file)).contains("the table act_ru_job has there");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../evil",
                "/etc/evil",
                "node-failure-20261128-1200-aaaaa/../../../evil",
                "..",
                "node-failure-20261128-1200-AAAAA",
                "node-failure-20261128-1200-aaaaa\n",
                ""
            })
    void refusesAnIdThatIsNone(String id) {
        byte[] file = bench.sealed(
                entries -> entries.replaceAll((name, text) -> text.replace(bench.recovery, id.replace("\n", "\\n"))));

        refused(file, "is not a recovery id");
    }

    @Test
    void takesThePathsOfATwinFromItsOwnInventory() throws IOException {
        Path mine = Files.writeString(world.resolve("age.key"), "the key of the operator");
        outside = outside();
        byte[] file = bench.sealed(entries -> {
            entries.computeIfPresent("twin/order.json", (name, text) -> {
                try {
                    var order = (ObjectNode) ExportBench.JSON.readTree(text);
                    var site = (ObjectNode) order.path("site");
                    site.put("ageKey", mine.toString());
                    site.put("talosconfig", "../../../../evil-config");
                    site.put("kubeconfig", mine.toString());
                    site.put("talosDirectory", "../../../../evil");
                    return order.toString();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            entries.put("twin/rendered/evil.sh", "#!/bin/sh");
        });

        assertThat(bench.take(file).recovery()).isEqualTo(bench.recovery);

        assertThat(mine).hasContent("the key of the operator");
        assertThat(Files.readString(bench.home.resolve("twins/" + bench.recovery + "/order.json")))
                .doesNotContain("evil", mine.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "\"unattended\":false, \"unattended\":true",
        "\"speed\":60.0, \"speed\":1.0",
        "\"cluster\":\"homelab\", \"cluster\":\"office\""
    })
    void refusesATwinThatGoesOtherwiseThanItsRecovery(String message, String others) {
        assertThat(ExportBench.entries(bench.exported).get("twin/order.json")).contains(message);
        refused(
                bench.changed("twin/order.json", text -> text.replace(message, others)),
                "its twin is that of another recovery");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hooks", "closed", "origin.git", "repository", "rendered/.git", "order.json.new"})
    void takesNoOtherFileOfATwin(String name) {
        assertThat(bench.refusal(bench.sealed(entries -> entries.put("twin/" + name, "x"))))
                .containsAnyOf("cannot continue it", "an export has no");
        assertThat(bench.rows()).isEqualTo(before);
        assertThat(bench.home.resolve("twins/" + bench.recovery)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"object//nodes/wk-2\",\"value\":true}",
                "{\"name\":\"object/x\",\"value\":{}}",
                "{\"name\":\"object/\",\"value\":[]}",
                "{\"name\":\"machine/wk-2\",\"value\":{}}",
                "{\"name\":\"machine/wk-2\",\"value\":[1]}"
            })
    void refusesAWorldThatNoTwinHasWritten(String line) {
        assertThat(bench.refusal(bench.changed("twin/world.jsonl", text -> text + line + "\n")))
                .contains("cannot continue it");
        assertThat(bench.rows()).isEqualTo(before);
        assertThat(bench.home.resolve("twins/" + bench.recovery)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"recovery", "cluster", "mode", "kaltstart", "engine", "host", "writtenAt", "models", "leftBehind"
            })
    void refusesADescriptionThatLacksSomething(String field) {
        assertThat(bench.refusal(bench.changed("manifest.json", text -> text.replace("\"" + field + "\"", "\"x\""))))
                .startsWith("the file cannot be used: ");
        assertThat(bench.rows()).isEqualTo(before);
    }

    @Test
    void refusesObjectsOfARepositoryThatAreNotWhatTheyAreNamedAfter() {
        String object = "ab/" + "c".repeat(38);
        refused(
                bench.sealed(entries ->
                        entries.put("twin/commits.json", "{\"objects\":{\"" + object + "\":\"eJwDAAAAAAE=\"}}")),
                "the object abcc");
        assertThat(bench.home.resolve("twins/" + bench.recovery)).doesNotExist();
    }

    @Test
    void leavesNothingBehindWhenTheLastPartFails() {
        byte[] file = bench.sealed(entries -> {
            entries.put("rows/command.jsonl", command());
            var twin = Map.copyOf(entries);
            entries.keySet().removeIf(name -> name.startsWith("twin/"));
            entries.put("spool/c-1/output", "said");
            twin.forEach((name, text) -> {
                if (name.startsWith("twin/")) {
                    entries.put(name, text);
                }
            });
            entries.computeIfPresent(
                    "twin/order.json", (name, text) -> text.replace("\"subject\":\"wk-2\"", "\"subject\":\"cp-99\""));
        });

        refused(file, "the twin is one of another cluster");
        assertThat(bench.home.resolve("spool/c-1")).doesNotExist();
        assertThat(bench.home.resolve("twins/" + bench.recovery)).doesNotExist();
    }

    private String command() {
        return "{\"id\":\"c-1\",\"recovery\":\"" + bench.recovery + "\",\"step\":\"s\",\"number\":1,\"line\":\"true\","
                + "\"argv_hash\":\"\",\"state\":\"DONE\",\"host\":\"h\",\"intent_at\":\"2026-11-28T12:00:00Z\","
                + "\"ended_at\":\"2026-11-28T12:00:00Z\"}\n";
    }

    @Test
    void refusesTheOutputOfACommandThatItDoesNotHave() {
        refused(
                bench.sealed(entries -> entries.put("spool/c-2/output", "said")),
                "a command that is not in its journal");
    }

    @Test
    void refusesEntriesThatComeTwiceOrInAnotherOrder() {
        var entries = new ArrayList<>(ExportBench.entries(bench.exported).entrySet());
        var twice = new ArrayList<>(entries);
        String name = entries.get(2).getKey();
        twice.add(3, Map.entry(name.replace("rows/", "rowz/"), entries.get(2).getValue()));
        String zip = new String(ExportBench.zipped(twice), StandardCharsets.ISO_8859_1).replace("rowz/", "rows/");
        refused(ExportBench.resealed(zip.getBytes(StandardCharsets.ISO_8859_1)), "twice");
        var after = new ArrayList<>(entries);
        after.add(Map.entry("twin/late", "x"));
        refused(ExportBench.zipped(after), "after the end mark");
        var turned = new ArrayList<>(entries);
        Collections.swap(turned, 2, 3);
        refused(ExportBench.zipped(turned), "the order of its entries was changed");
        refused(
                bench.sealed(all -> {
                    all.clear();
                    turned.forEach(entry -> all.put(entry.getKey(), entry.getValue()));
                }),
                "the order of its entries was changed");
    }

    @Test
    void everyColumnOfATableThatTravelsIsNamedOrLeftOutOnPurpose() {
        var leftOut = List.of("idempotency_key");
        for (EngineRows.Table table : bench.here.bean(Tables.class).all()) {
            if (!table.name().startsWith("act_")) {
                assertThat(bench.here
                                .bean(Tables.class)
                                .inDatabase(table.name())
                                .keySet())
                        .as(table.name())
                        .allMatch(column -> table.columns().contains(column) || leftOut.contains(column));
            }
        }
    }

    private byte[] rows(String table, String column, String value) {
        return bench.changed("rows/" + table + ".jsonl", text -> {
            assertThat(text).as("rows of " + table).isNotEmpty();
            return ExportBench.everyRow(text, row -> row.put(column, value));
        });
    }

    private void refused(byte[] file, String why) {
        assertThat(bench.refusal(file)).isNotEqualTo("taken").contains(why);
        assertThat(bench.rows()).isEqualTo(before);
    }

    private static List<String> outside() {
        try (Stream<Path> files = Files.walk(world)) {
            return files.filter(file -> !file.startsWith(bench.home) && !file.endsWith("export.zip"))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
