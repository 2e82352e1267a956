package dev.kaltstart.cluster.config;

import dev.kaltstart.cluster.AlertNaming;
import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.Objectives;
import dev.kaltstart.cluster.inventory.FileProblem;
import dev.kaltstart.cluster.yaml.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The sample cluster: it exists only as a twin, and its repository is packed in the jar. */
final class SampleRepository {

    static final String NAME = "homelab";

    private static final String LOCATION = "sample/" + NAME + "/";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private SampleRepository() {}

    /** Writes the sample repository, as shipped, below this directory. */
    static ClusterSettings unpack(Path home) {
        var checkout = home.toAbsolutePath().normalize().resolve(LOCATION);
        try {
            Files.createDirectories(home, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath:" + LOCATION + "**/*")) {
                if (file.isReadable()) {
                    unpack(file, checkout);
                }
            }
        } catch (IOException e) {
            throw new UnusableConfiguration(List.of(FileProblem.error(
                    Position.of(checkout.toString()),
                    "the sample cannot be written there: allow it, or let KALTSTART_HOME name another directory")));
        }
        return new ClusterSettings(
                NAME,
                ClusterRepository.at(checkout),
                List.of("paperless", "mediabox"),
                Map.of(),
                true,
                Objectives.DEFAULT,
                AlertNaming.USUAL,
                List.of(),
                Map.of(),
                ClusterSettings.Overrides.NONE);
    }

    private static void unpack(Resource file, Path checkout) throws IOException {
        var url = file.getURL().getPath();
        var name = url.substring(url.lastIndexOf(LOCATION) + LOCATION.length());
        // jar builds drop every .gitignore
        var target = checkout.resolve(name.replace("dot.gitignore", ".gitignore"));
        var content = file.getContentAsByteArray();
        if (Files.exists(target) && Arrays.equals(Files.readAllBytes(target), content)) {
            return;
        }
        Files.createDirectories(target.getParent());
        Files.write(target, content);
    }
}
