package dev.kaltstart.readiness.item;

import static dev.kaltstart.readiness.item.ItemWorld.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.ClusterRepository.Credentials;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.cluster.Prerequisite.State;
import dev.kaltstart.cluster.RepositoryUrl;
import dev.kaltstart.git.RealGit;
import dev.kaltstart.git.TestClones;
import dev.kaltstart.readiness.Occasion;
import dev.kaltstart.shell.Home;
import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real git. */
@SuppressWarnings("NullAway.Init")
class RepositoryItemTest {

    @TempDir
    Path root;

    private Path host;

    @BeforeEach
    void aRepository() throws IOException {
        host = RealGit.repository(root.resolve("host"));
    }

    @Test
    void theBranchCanBeFetched() {
        var found = prove(host.toString(), null, "main");

        assertThat(found.state()).isEqualTo(State.PROVEN);
        assertThat(found.message()).contains("the branch main can be fetched");
    }

    @Test
    void aBranchThatIsNotThereIsMissing() {
        assertThat(prove(host.toString(), null, "production")).satisfies(found -> {
            assertThat(found.state()).isEqualTo(State.MISSING);
            assertThat(found.message()).contains("has no branch production");
        });
    }

    @Test
    void aHostThatDoesNotAnswerIsUnknownAndTheMirrorHelps() {
        String gone = root.resolve("gone").toString();

        assertThat(prove(gone, null, "main").state()).isEqualTo(State.UNKNOWN);
        assertThat(prove(gone, host.toString(), "main")).satisfies(found -> {
            assertThat(found.state()).isEqualTo(State.UNPROVEN);
            assertThat(found.message()).contains("but the mirror does");
        });
    }

    @Test
    void withoutAnAddressOnlyTheCheckoutIsKnown() {
        assertThat(prove(null, null, "main").message()).contains("kaltstart.yaml has no 'url'");
    }

    private Prerequisite prove(@Nullable String url, @Nullable String mirror, String branch) {
        var repository = new ClusterRepository(
                url == null ? null : new RepositoryUrl(url),
                mirror == null ? null : new RepositoryUrl(mirror),
                branch,
                root.resolve("checkout"),
                Credentials.NONE);
        return new RepositoryItem(TestClones.in(new Home(root.resolve("home"))))
                .prove(Occasion.ordinary(new WithRepository(FakeCluster.homelab(), repository, new RealGit())))
                .orElseThrow();
    }

    private record WithRepository(FakeCluster rest, ClusterRepository repository, Shell looking) implements Cluster {

        @Override
        public String name() {
            return rest.name();
        }

        @Override
        public Inventory inventory() {
            return rest.inventory();
        }

        @Override
        public Clock clock() {
            return rest.clock();
        }

        @Override
        public Duration pace(Duration duration) {
            return rest.pace(duration);
        }

        @Override
        public Shell shell() {
            return command -> OK;
        }

        @Override
        public KubernetesClient kubernetes() {
            return rest.kubernetes();
        }
    }
}
