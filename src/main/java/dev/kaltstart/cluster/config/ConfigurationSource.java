package dev.kaltstart.cluster.config;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the clusters are configured: the given file, else kaltstart.yaml in the working directory, else the sample.
 *
 * @param named the property kaltstart.config
 * @param home Kaltstart's data directory
 * @param directory the working directory
 */
public record ConfigurationSource(@Nullable Path named, Path home, Path directory) {

    public boolean isSample() {
        // a dangling link is a mistake to report, not a request for the demo
        return named == null && !Files.exists(usual(), LinkOption.NOFOLLOW_LINKS);
    }

    /** @throws UnusableConfiguration listing every problem in the file */
    public List<ClusterSettings> clusters() {
        if (isSample()) {
            return List.of(SampleRepository.unpack(home));
        }
        return ConfigurationFile.read(named == null ? usual() : named);
    }

    private Path usual() {
        return directory.resolve("kaltstart.yaml");
    }
}
