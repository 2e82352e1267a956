package dev.kaltstart.secrets.exposure;

import dev.kaltstart.api.Problem;
import dev.kaltstart.engine.RecoveryRecords;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Serves the list of what a leak has opened. */
@RestController
class ExposureController {

    private final ExposedValues values;
    private final RecoveryRecords recoveries;

    ExposureController(ExposedValues values, RecoveryRecords recoveries) {
        this.values = values;
        this.recoveries = recoveries;
    }

    @Operation(
            summary = "The values that a leak has opened, and what became of each",
            description =
                    "In the order of their replacement: file, key path, kind, consumer, first and last commit, reason,"
                            + " state and proof. Names only, never a value. Empty before the exposure is computed.")
    @GetMapping("/api/recoveries/{id}/exposure")
    List<Exposure> exposure(@PathVariable String id) {
        if (recoveries.find(id).isEmpty()) {
            throw Problem.notFound("There is no recovery with this id.");
        }
        return values.of(id).stream().map(Exposure::of).toList();
    }

    /** @param credential the values with the same one are replaced together */
    private record Exposure(
            int rank,
            String credential,
            String file,
            String keyPath,
            String kind,
            String consumer,
            boolean atHead,
            String firstCommit,
            Instant firstAt,
            String lastCommit,
            Instant lastAt,
            String reason,
            String state,
            @Nullable String proof,
            @Nullable String person,
            @Nullable Instant changedAt) {

        static Exposure of(ExposedValue value) {
            return new Exposure(
                    value.rank(),
                    value.subject(),
                    value.file(),
                    value.keyPath(),
                    value.kind().word(),
                    value.consumer(),
                    value.atHead(),
                    value.firstCommit(),
                    value.firstAt(),
                    value.lastCommit(),
                    value.lastAt(),
                    value.reason(),
                    value.answer().state().name().toLowerCase(Locale.ROOT),
                    value.answer().proof(),
                    value.answer().person(),
                    value.answer().at());
        }
    }
}
