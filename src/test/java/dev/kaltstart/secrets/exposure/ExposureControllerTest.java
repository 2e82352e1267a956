package dev.kaltstart.secrets.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.access.AccessSlice;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.RecoveryRecords;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.secrets.exposure.ExposedValue.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;

@SpringBootTest(
        classes = {AccessSlice.class, ExposureControllerTest.Behind.class},
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:exposure",
            "kaltstart.admin-password=correct horse battery",
            "kaltstart.alert-token=a-token-that-is-long-enough"
        })
class ExposureControllerTest {

    @Configuration
    @Import({ExposureController.class, ExposedValues.class})
    static class Behind {

        @Bean
        RecoveryRecords recoveries() {
            return id -> id.equals("r-1")
                    ? Optional.of(new RecoveryRecord(id, "homelab", Mode.LIVE, new Subject.WholeCluster(), null, false))
                    : Optional.empty();
        }
    }

    @Autowired
    TestRestTemplate stranger;

    @Autowired
    ExposedValues values;

    @Test
    void servesTheListToPeopleOnly() {
        values.store(
                "r-1",
                List.of(new ExposedValue(
                        "id",
                        "paperless.admin",
                        "apps/a.sops.yaml",
                        "[\"stringData\"][\"ADMIN_PASSWORD\"]",
                        ValueKind.ADMIN_PASSWORD,
                        "Secret paperless/a",
                        1,
                        "a".repeat(40),
                        Instant.EPOCH,
                        "b".repeat(40),
                        Instant.EPOCH,
                        true,
                        "encrypted for the leaked age key",
                        Answer.NONE)));
        var admin = stranger.withBasicAuth("admin", "correct horse battery");

        assertThat(admin.getForObject("/api/recoveries/r-1/exposure", String.class))
                .contains(
                        "\"credential\":\"paperless.admin\"",
                        "\"kind\":\"admin-password\"",
                        "\"atHead\":true",
                        "\"state\":\"open\"");
        assertThat(admin.getForEntity("/api/recoveries/r-2/exposure", String.class)
                        .getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(stranger.getForEntity("/api/recoveries/r-1/exposure", String.class)
                        .getStatusCode())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
    }
}
