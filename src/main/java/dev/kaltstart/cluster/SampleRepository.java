package dev.kaltstart.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The cluster to try Kaltstart on: it exists only as a twin, and its repository lies in the jar. */
final class SampleRepository {

    static final String NAME = "homelab";

    private static final String LOCATION = "sample/" + NAME + "/";

    private SampleRepository() {}

    /** Puts the repository below this directory, as it was shipped. */
    static ClusterSettings unpack(Path home) {
        var checkout = home.toAbsolutePath().normalize().resolve(LOCATION);
        try {
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath:" + LOCATION + "**/*")) {
                if (file.isReadable()) {
                    unpack(file, checkout);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ClusterSettings(
                NAME,
                new ClusterSettings.Repository(null, "main", checkout),
                List.of("paperless", "mediabox"),
                Map.of("paperless", "velero", "mediabox", "volsync"),
                true,
                Objectives.DEFAULT,
                ClusterSettings.Overrides.NONE);
    }

    private static void unpack(Resource file, Path checkout) throws IOException {
        var url = file.getURL().getPath();
        var target = checkout.resolve(url.substring(url.lastIndexOf(LOCATION) + LOCATION.length()));
        var content = file.getContentAsByteArray();
        if (Files.exists(target) && Arrays.equals(Files.readAllBytes(target), content)) {
            return;
        }
        Files.createDirectories(target.getParent());
        Files.write(target, content);
    }
}
