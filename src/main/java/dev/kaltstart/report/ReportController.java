package dev.kaltstart.report;

import io.swagger.v3.oas.annotations.Operation;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class ReportController {

    private static final MediaType MARKDOWN = MediaType.parseMediaType("text/markdown;charset=UTF-8");

    private static final MediaType PAGE = MediaType.parseMediaType("text/html;charset=UTF-8");

    private final Reports reports;

    ReportController(Reports reports) {
        this.reports = reports;
    }

    @Operation(summary = "The report of a recovery, once it is closed, as Markdown (md), JSON (json) or a page (html)")
    @GetMapping("/api/recoveries/{id}/report")
    ResponseEntity<String> report(@PathVariable String id, @RequestParam(defaultValue = "md") String format) {
        Reports.Stored report = reports.find(id)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "no report yet: it is written when the recovery is closed"));
        return switch (format) {
            case "md" -> ResponseEntity.ok().contentType(MARKDOWN).body(report.markdown());
            case "json" ->
                ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(report.json());
            case "html" -> ResponseEntity.ok().contentType(PAGE).body(ReportPage.of(id, report.markdown()));
            default -> throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "format must be md, json or html");
        };
    }
}
