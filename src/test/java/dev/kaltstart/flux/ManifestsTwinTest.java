package dev.kaltstart.flux;

import dev.kaltstart.git.RealGit;
import dev.kaltstart.lab.LabFlux;
import dev.kaltstart.lab.Repository;
import dev.kaltstart.lab.World;
import dev.kaltstart.twin.TwinWorld;
import java.nio.file.Path;
import java.util.Objects;

class ManifestsTwinTest extends ManifestsContract {

    @Override
    protected World open() {
        return TwinWorld.withRepository(directory);
    }

    @Override
    protected Repository repository() {
        String url = Objects.requireNonNull(world.cluster().repository().url()).value();
        Path checkout = directory.resolve("somebody");
        RealGit.git(directory, "clone", "--quiet", url, checkout.toString());
        return new Repository() {
            @Override
            public String url() {
                return url;
            }

            @Override
            public Path checkout() {
                return checkout;
            }
        };
    }

    @Override
    protected LabFlux follow(Repository repository) {
        return LabFlux.following(world, repository);
    }
}
