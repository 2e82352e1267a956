package dev.kaltstart.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** CVE-2026-109432: in the engine as shipped, a query of any operator runs code. */
@AtTheDoors
class ExpressionsTest {

    private static final List<String> BASES = List.of("/engine-rest", "/engine-rest/engine/default");

    private final Visitor admin;
    private final Visitor session;

    @TempDir
    Path directory;

    private Path proof;
    private String code;

    ExpressionsTest(@LocalServerPort int port) {
        admin = Visitor.at(port).as("admin", AtTheDoors.PASSWORD);
        session = new EnginePages(Visitor.at(port)).loggedIn("tasklist", "admin", AtTheDoors.PASSWORD);
    }

    @BeforeEach
    void code() {
        proof = directory.resolve("proof");
        code = "${''.getClass().forName('java.nio.file.Files').getMethods()[0].invoke(null) == ''"
                + ".getClass().forName('java.lang.Runtime').getRuntime().exec('touch " + proof + "')}";
    }

    static Stream<String> bodies() {
        return Stream.of(
                "{'assigneeExpression':'CODE'}",
                "{'orQueries':[{'assigneeExpression':'CODE'}]}",
                "{'orQueries':[{'dueBeforeExpression':'CODE'}]}",
                "{'OrQueries':[{'followUpAfterExpression':'CODE'}]}",
                "{'orQueries':[{'taskOwnerExpression':'CODE','orQueries':[{'createdOnExpression':'CODE'}]}]}",
                "{'sorting':[],'a':{'b':[{'c':{'candidateGroupsExpression':'CODE'}}]}}",
                "{'\\u006frQueries':[]}",
                "{'ASSIGNEEEXPRESSION':'CODE'}");
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void areRefusedInAQueryAtEveryDoor(String template) {
        String body = template.replace("CODE", "${1}").replace('\'', '"');
        for (String query : List.of("/task", "/task/count", "/history/task", "/process-instance")) {
            refused(admin.post("/engine-rest" + query, body));
            assertThat(admin.post("/engine-rest/engine/default" + query, body).statusCode())
                    .isIn(400, 403);
        }
        for (String path : List.of("task", "task/count", "filter/create", "filter/some/list", "history/task")) {
            refused(session.post("/camunda/api/engine/engine/default/" + path, body));
        }
        refused(session.with("Content-Type", "application/json")
                .send("PUT", "/camunda/api/engine/engine/default/filter/some", body));
        refused(session.post("/camunda/api/cockpit/plugin/base/default/process-instance", body));
    }

    @Test
    void areRefusedInsideOfAFilterThatIsKept(@Autowired FilterService filters) {
        long before = filters.createFilterQuery().count();

        refused(
                session.post(
                        "/camunda/api/engine/engine/default/filter/create",
                        "{\"resourceType\":\"Task\",\"name\":\"x\",\"query\":{\"orQueries\":[{\"assigneeExpression\":\"${1}\"}]}}"));

        assertThat(filters.createFilterQuery().count()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "assigneeExpression=x",
                "a=b&dueAfterExpression=x",
                "assignee%45xpression=x",
                "ASSIGNEEEXPRESSION=x",
                "orQueries=x",
                "x;assigneeExpression=y"
            })
    void areRefusedInAnAddress(String query) {
        for (String base : BASES) {
            refused(admin.get(base + "/task?" + query));
            refused(admin.get(base + "/task/count?" + query));
        }
        refused(session.get("/camunda/api/engine/engine/default/task?" + query));
        refused(session.get("/camunda/api/cockpit/plugin/base/default/process-definition?" + query));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32BE", "UTF-32LE"})
    void noOtherEncodingIsRead(String encoding) throws Exception {
        byte[] body = "{\"orQueries\":[{\"assigneeExpression\":\"${1}\"}]}".getBytes(Charset.forName(encoding));
        for (String type : List.of("application/json", "application/json;charset=" + encoding)) {
            for (String path : List.of("/engine-rest/task", "/engine-rest/task/some/comment/create")) {
                HttpResponse<String> answer = admin.with("Content-Type", type).send("POST", path, body);

                assertThat(answer.statusCode()).as(path).isIn(400, 415);
                assertThat(answer.body()).contains("UTF-8");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ufeff{}", "{} {}", "{\"a\":1,\"a\":2}", "{\"a\":\"\u0000\"}", "[", "nothing"})
    void whatOthersWouldReadInAnotherWayIsNotRead(String body) {
        assertThat(admin.post("/engine-rest/task", body).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "text/json", "application/hal+json", "application/json+x"})
    void noOtherKindOfBodyIsRead(String type) {
        assertThat(admin.with("Content-Type", type)
                        .send("POST", "/engine-rest/task", "{}")
                        .statusCode())
                .isEqualTo(415);
    }

    /** As if every door were open: this is the way round the engine's own check. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CODE",
                "${''.getClass()}",
                "${''.class}",
                "${''['class']}",
                "${environment}",
                "${systemEnvironment['PATH']}",
                "${systemProperties}",
                "${dateTime().getClass()}",
                "${currentUser().getClass().getName()}",
                "#{''.length()}"
            })
    void callNothingWhereverTheyComeFrom(String expression, @Autowired TaskService tasks) {
        var query = tasks.createTaskQuery()
                .or()
                .taskAssigneeExpression(expression.replace("CODE", code))
                .endOr();

        assertThatThrownBy(query::list).isInstanceOf(ProcessEngineException.class);
        assertThat(Files.exists(proof)).isFalse();
    }

    @Test
    void aPageHasAnEnd() {
        assertThat(admin.get("/engine-rest/task?maxResults=2000").statusCode()).isEqualTo(200);
        for (String limit : List.of("2001", "2147483647", "-1", "99999999999", "x", "5&maxResults=5000", "")) {
            refused(admin.get("/engine-rest/history/process-instance?maxResults=" + limit));
            refused(admin.post("/engine-rest/task?maxResults=" + limit, "{}"));
            refused(admin.get("/engine-rest/task?max%52esults=" + limit));
        }
    }

    private static void refused(HttpResponse<String> answer) {
        assertThat(answer.statusCode())
                .as(answer.request().uri() + " " + answer.body())
                .isEqualTo(400);
    }
}
