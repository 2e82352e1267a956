package dev.kaltstart.recovery.web;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.kaltstart.engine.StepHistory;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.shell.StepLog;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

class StepLogTest {

    private final StepHistory steps = recovery -> recovery.equals("r1")
            ? List.of(execution("e1", "resetNode"), execution("e2", "drainNode"), execution("e3", "resetNode"))
            : List.of();
    private final StepLog log = (recovery, step) -> "$ log of " + step + " in " + recovery + "\n";
    private final MockMvc api = MockMvcBuilders.standaloneSetup(new StepLogController(steps, log))
            .setControllerAdvice(new Problems())
            .build();

    @Test
    void showsEachExecutionOfTheStepAndOfNoOther() throws Exception {
        api.perform(get("/api/recoveries/r1/steps/resetNode/log"))
                .andExpect(status().isOk())
                .andExpect(content().contentType("text/plain;charset=UTF-8"))
                .andExpect(content().string("$ log of e1 in r1\n$ log of e3 in r1\n"))
                .andExpect(content().string(not(containsString("e2"))));
    }

    @Test
    void knowsNoStepThatHasNotBegunAndNoOtherRecovery() throws Exception {
        for (String path : List.of("/api/recoveries/r1/steps/x/log", "/api/recoveries/r2/steps/resetNode/log")) {
            api.perform(get(path))
                    .andExpect(status().isNotFound())
                    .andExpect(content().contentType("application/problem+json"))
                    .andExpect(jsonPath("$.type").value("https://kaltstart.dev/problems/not-found"));
        }
    }

    @RestControllerAdvice
    static class Problems extends ResponseEntityExceptionHandler {}

    private static StepHistory.Execution execution(String id, String step) {
        return new StepHistory.Execution(
                id,
                new Subject.WholeCluster(),
                "m",
                step,
                step,
                "running",
                "",
                null,
                null,
                List.of(),
                Instant.EPOCH,
                null);
    }
}
