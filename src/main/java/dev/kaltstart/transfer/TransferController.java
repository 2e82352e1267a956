package dev.kaltstart.transfer;

import dev.kaltstart.api.ControlCharacters;
import dev.kaltstart.api.Problem;
import dev.kaltstart.shell.Home;
import dev.kaltstart.shell.Redaction;
import io.swagger.v3.oas.annotations.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.StreamUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Exports and imports recoveries while Kaltstart runs; for administrators. */
@RestController
class TransferController {

    private static final MediaType ZIP = MediaType.parseMediaType("application/zip");
    private static final String FINGERPRINT = "Kaltstart-Fingerprint";
    private static final int LONGEST = 2000;

    private final Exports exports;
    private final HandOvers handOvers;
    private final Imports imports;
    private final Home home;
    private final Redaction redaction;

    TransferController(Exports exports, HandOvers handOvers, Imports imports, Home home, Redaction redaction) {
        this.exports = exports;
        this.handOvers = handOvers;
        this.imports = imports;
        this.home = home;
        this.redaction = redaction;
    }

    @Operation(
            summary = "Exports a copy of a recovery, for import by another Kaltstart",
            description =
                    "The recovery continues here. After an import of the copy, unused approvals have to be given again,"
                            + " and unfinished commands count as unknown. The file has no secrets.")
    @GetMapping("/api/recoveries/{id}/export")
    ResponseEntity<byte[]> export(@PathVariable String id) {
        return file(id, orProblem(() -> exports.export(id)));
    }

    @Operation(
            summary = "Suspends a recovery here, and returns the export for another Kaltstart",
            description = "409 while one of its commands is running. A repeated call returns the same file.")
    @PostMapping(path = "/api/recoveries/{id}/hand-over", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> handOver(@PathVariable String id, @RequestBody TransferReason reason, Principal caller) {
        return file(id, orProblem(() -> handOvers.handOver(id, reason.given(redaction), caller.getName())));
    }

    @Operation(
            summary = "Resumes a recovery that was handed over, when the file was not imported",
            description = "If the file was imported, two Kaltstarts work on one cluster without seeing each other.")
    @PostMapping(path = "/api/recoveries/{id}/take-back", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    void takeBack(@PathVariable String id, @RequestBody TransferReason reason, Principal caller) {
        orProblem(() -> {
            handOvers.takeBack(id, reason.given(redaction), caller.getName());
            return id;
        });
    }

    @Operation(
            summary = "Imports and continues a recovery exported by another Kaltstart",
            description = "Atomic. 409 with the difference when the recovery already exists here, or when another"
                    + " recovery of the cluster runs here; 422 for a file that is incomplete, not sealed with the transfer key of"
                    + " this Kaltstart, of a newer version, of other models, or of an unknown cluster. Without a"
                    + " transfer key the answer names the fingerprint of the file, and 'fingerprint' repeats it.")
    @PostMapping(path = "/api/imports", consumes = "application/zip")
    ResponseEntity<Imports.Imported> take(
            InputStream body, @RequestParam(required = false) @Nullable String fingerprint, Principal caller)
            throws IOException {
        Path file = home.directory("imports").resolve(UUID.randomUUID() + ".body");
        try {
            try (var out = Files.newOutputStream(file)) {
                StreamUtils.copyRange(body, out, 0, ExportLimits.FILE - 1);
                if (body.read() >= 0) {
                    throw new Problem(
                            HttpStatus.PAYLOAD_TOO_LARGE, "too-large", "No export is larger than 64 MiB; is this one?");
                }
            }
            var imported = orProblem(() -> imports.take(file, caller.getName(), fingerprint));
            return ResponseEntity.created(URI.create("/api/recoveries/" + imported.recovery()))
                    .body(imported);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static <T> T orProblem(Supplier<T> work) {
        try {
            return work.get();
        } catch (TransferRefused refused) {
            String message = ControlCharacters.text(String.valueOf(refused.getMessage()), LONGEST);
            throw switch (refused.kind()) {
                case NO_RECOVERY -> Problem.notFound("There is no recovery with this id.");
                case CONFLICT -> new Problem(HttpStatus.CONFLICT, "conflict", message);
                case UNREADABLE, OTHER_VERSION, UNKNOWN_CLUSTER, UNSEALED -> Problem.invalid(message);
            };
        }
    }

    private static ResponseEntity<byte[]> file(String recovery, byte[] content) {
        var name = ContentDisposition.attachment()
                .filename(recovery + ".kaltstart.zip")
                .build();
        return ResponseEntity.ok()
                .contentType(ZIP)
                .header(HttpHeaders.CONTENT_DISPOSITION, name.toString())
                .header(FINGERPRINT, Seal.fingerprint(content))
                .body(content);
    }
}
