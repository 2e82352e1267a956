package dev.kaltstart.recovery.web;

import dev.kaltstart.api.Problem;
import dev.kaltstart.recovery.Evidence;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Shows what a recovery has seen, in full. */
@RestController
class EvidenceController {

    private static final MediaType PLAIN = MediaType.parseMediaType("text/plain;charset=UTF-8");

    private final Evidence evidence;

    EvidenceController(Evidence evidence) {
        this.evidence = evidence;
    }

    @Operation(summary = "The names of all evidence of a recovery, the oldest first, with its size in characters")
    @GetMapping("/api/recoveries/{id}/evidence")
    List<Evidence.Kept> list(@PathVariable String id) {
        return evidence.of(id);
    }

    @Operation(
            summary = "One piece of evidence as it was kept, without secrets",
            description = "What is too long for the timeline: the scope of a drift, the state that was saved, the"
                    + " preview of a revert. At most 4 million characters.")
    @GetMapping("/api/recoveries/{id}/evidence/{name}")
    ResponseEntity<String> one(@PathVariable String id, @PathVariable String name) {
        String text = evidence.read(Evidence.reference(id, name))
                .orElseThrow(() -> Problem.notFound("This recovery has kept no evidence of this name."));
        return ResponseEntity.ok().contentType(PLAIN).body(text);
    }
}
