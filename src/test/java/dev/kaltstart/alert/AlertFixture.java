package dev.kaltstart.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.alert.Posted.Sent;
import dev.kaltstart.api.ApiSlice;
import dev.kaltstart.api.ProtectedClusters;
import dev.kaltstart.api.StoppedClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** The alert module behind its HTTP interface, with a database. */
@ApiSlice
abstract class AlertFixture {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Autowired
    WebApplicationContext context;

    @Autowired
    StoppedClock clock;

    @Autowired
    ProtectedClusters clusters;

    @Autowired
    RecordedRecoveries recoveries;

    @Autowired
    JdbcClient database;

    MockMvc mvc;

    @BeforeEach
    void startAnew() {
        mvc = MockMvcBuilders.webAppContextSetup(context).build();
        clock.set(StoppedClock.NOON);
        clusters.only(ProtectedClusters.homelab());
        recoveries.clear();
        database.sql("delete from alert").update();
        database.sql("delete from refused_alert").update();
        database.sql("delete from heartbeat").update();
    }

    Answered send(Sent... alerts) {
        return send(Posted.of(alerts));
    }

    Answered send(Posted posted) {
        return send(posted.json().getBytes(StandardCharsets.UTF_8));
    }

    Answered send(byte[] body) {
        return answered(request().content(body));
    }

    static MockHttpServletRequestBuilder request() {
        return post("/api/alerts/alertmanager").contentType(MediaType.APPLICATION_JSON);
    }

    Answered answered(MockHttpServletRequestBuilder request) {
        try {
            return new Answered(mvc.perform(request).andReturn().getResponse());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    JsonNode shown() {
        return answered(get("/api/alerts")).body();
    }

    long rows(String table) {
        return database.sql("select count(*) from " + table).query(Long.class).single();
    }

    void assertNothingStarted() {
        assertThat(recoveries.requests()).isEmpty();
        assertThat(rows("recorded_recovery")).isZero();
    }

    record Answered(MockHttpServletResponse response) {

        int status() {
            return response.getStatus();
        }

        String text() {
            return new String(response.getContentAsByteArray(), StandardCharsets.UTF_8);
        }

        JsonNode body() {
            try {
                return JSON.readTree(text());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        List<String> decisions() {
            return body().path("decisions").findValuesAsText("decision");
        }

        String recovery() {
            return body().at("/decisions/0/recovery").asText(null);
        }

        Answered isProblem(int status, String type) {
            assertThat(text()).contains("\"type\":\"https://kaltstart.dev/problems/" + type + "\"");
            assertThat(status()).isEqualTo(status);
            assertThat(response.getContentType()).startsWith("application/problem+json");
            return this;
        }
    }
}
