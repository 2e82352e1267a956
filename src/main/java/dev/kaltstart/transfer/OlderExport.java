package dev.kaltstart.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Recognises exports of earlier versions: without a seal, with models, and with the manifest near the end. */
final class OlderExport {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 60;

    private OlderExport() {}

    /**
     * Only a few manifest fields are used, in the refusal: their origin is not proven.
     *
     * @return empty when the file is not recognised as an export of an earlier version
     */
    static Optional<TransferRefused> refusal(Path file) {
        try (var entries = new ExportEntries(file)) {
            for (var entry = entries.next(); entry != null; entry = entries.next()) {
                if (entry.name().equals(ExportWriter.MANIFEST)) {
                    return refusal(entry.whole(ExportLimits.DESCRIPTION));
                }
                entry.skip(ExportLimits.TABLE);
            }
            return Optional.empty();
        } catch (IOException | TransferRefused e) {
            return Optional.empty();
        }
    }

    private static Optional<TransferRefused> refusal(byte[] description) throws IOException {
        try {
            JsonNode manifest = JSON.readTree(description);
            int format = manifest.path("format").asInt();
            return format > 0 && format < Manifest.FORMAT ? Optional.of(refused(manifest)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static TransferRefused refused(JsonNode manifest) {
        return new TransferRefused(
                TransferRefused.Kind.OTHER_VERSION,
                "an older version wrote the file, Kaltstart " + text(manifest, "kaltstart") + " on "
                        + text(manifest, "host") + " at " + text(manifest, "writtenAt") + ": format "
                        + text(manifest, "format") + ", which has no seal and carries models. Bring the recovery to its"
                        + " end with that version, or import the file there");
    }

    private static String text(JsonNode manifest, String field) {
        String text = ExportedFile.printable(manifest.path(field).asText("unknown"));
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    }
}
