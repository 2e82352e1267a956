package dev.kaltstart.cluster;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the clusters come from: the file that was named, else kaltstart.yaml in the working directory, else the sample.
 *
 * @param named what the property kaltstart.config says
 * @param home directory that Kaltstart may write to
 * @param directory the working directory
 */
record ConfigurationSource(@Nullable Path named, Path home, Path directory) {

    boolean isSample() {
        // a dangling link is a mistake to tell, and not the wish for a demo
        return named == null && !Files.exists(usual(), LinkOption.NOFOLLOW_LINKS);
    }

    /** @throws UnusableConfiguration naming everything that is wrong with the file */
    List<ClusterSettings> clusters() {
        if (isSample()) {
            return List.of(SampleRepository.unpack(home));
        }
        return ConfigurationFile.read(named == null ? usual() : named);
    }

    private Path usual() {
        return directory.resolve("kaltstart.yaml");
    }
}
