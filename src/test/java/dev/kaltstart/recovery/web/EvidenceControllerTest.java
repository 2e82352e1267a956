package dev.kaltstart.recovery.web;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

class EvidenceControllerTest {

    private final MockMvc api = MockMvcBuilders.standaloneSetup(new EvidenceController(new OneScope()))
            .setControllerAdvice(new Problems())
            .build();

    @Test
    void showsWhatWasKeptAsPlainText() throws Exception {
        api.perform(get("/api/recoveries/r1/evidence/scope.json"))
                .andExpect(status().isOk())
                .andExpect(content().contentType("text/plain;charset=UTF-8"))
                .andExpect(content().string("<b>{}</b>"));
    }

    @Test
    void listsWhatThereIs() throws Exception {
        api.perform(get("/api/recoveries/r1/evidence"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$[0].name").value("scope.json"));
    }

    @Test
    void knowsNothingThatWasNotKept() throws Exception {
        api.perform(get("/api/recoveries/r2/evidence/scope.json"))
                .andExpect(status().isNotFound())
                .andExpect(jsonPath("$.type").value("https://kaltstart.dev/problems/not-found"));
    }

    @RestControllerAdvice
    static class Problems extends ResponseEntityExceptionHandler {}

    private static final class OneScope implements Evidence {

        @Override
        public String keep(Run run, String name, String text) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<String> read(String reference) {
            return reference.equals("r1/scope.json") ? Optional.of("<b>{}</b>") : Optional.empty();
        }

        @Override
        public List<Kept> of(String recovery) {
            return List.of(new Kept("scope.json", 2, Instant.EPOCH));
        }
    }
}
