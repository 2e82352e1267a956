package dev.kaltstart.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.api.Problem;
import dev.kaltstart.recovery.Recoveries;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Serves the audit events of a recovery. */
@RestController
class AuditController {

    private final AuditRows rows;
    private final Recoveries recoveries;
    private final ObjectMapper json;

    AuditController(AuditRows rows, Recoveries recoveries, ObjectMapper json) {
        this.rows = rows;
        this.recoveries = recoveries;
        this.json = json;
    }

    @Operation(
            summary = "Who did what, when and from where, as JSON Lines",
            description = "The events of this recovery, in order. Their numbers have gaps: the chain is shared by all"
                    + " recoveries. 'kaltstart audit verify' checks the whole chain.")
    @GetMapping(path = "/api/recoveries/{id}/audit", produces = MediaType.APPLICATION_NDJSON_VALUE)
    void audit(@PathVariable String id, HttpServletResponse response) throws IOException {
        List<AuditLink> page = rows.of(id, 0);
        if (page.isEmpty() && recoveries.find(id).isEmpty()) {
            throw Problem.notFound("There is no recovery with this id.");
        }
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        OutputStream out = response.getOutputStream();
        // page by page: a slow reader holds no connection to the database
        while (!page.isEmpty()) {
            for (AuditLink link : page) {
                out.write(json.writeValueAsBytes(Line.of(link)));
                out.write('\n');
            }
            page = rows.of(id, page.get(page.size() - 1).number());
        }
    }

    private record Line(
            long number,
            Instant at,
            String action,
            @Nullable String recovery,
            @Nullable String subject,
            @Nullable String step,
            @Nullable String person,
            @Nullable String origin,
            @Nullable String digest,
            @Nullable String approval,
            String message,
            String previous,
            String hash) {

        static Line of(AuditLink link) {
            AuditEvent event = link.event();
            return new Line(
                    link.number(),
                    event.at(),
                    event.action(),
                    event.recovery(),
                    event.subject(),
                    event.step(),
                    event.person(),
                    event.origin(),
                    event.digest(),
                    event.approval(),
                    event.message(),
                    link.previous(),
                    link.hash());
        }
    }
}
