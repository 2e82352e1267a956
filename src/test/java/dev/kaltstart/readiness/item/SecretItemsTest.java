package dev.kaltstart.readiness.item;

import static dev.kaltstart.readiness.item.ItemWorld.DEPLOY_KEY;
import static dev.kaltstart.readiness.item.ItemWorld.FLUX_KEY;
import static dev.kaltstart.readiness.item.ItemWorld.HANGS;
import static dev.kaltstart.readiness.item.ItemWorld.OK;
import static dev.kaltstart.readiness.item.ItemWorld.RECIPIENT;
import static dev.kaltstart.readiness.item.ItemWorld.prove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Prerequisite.State;
import dev.kaltstart.readiness.GoBagItem;
import dev.kaltstart.readiness.Occasion;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class SecretItemsTest {

    private static final String SECRET = "c2VjcmV0LXRoYXQtbXVzdC1uZXZlci1iZS1zaG93bg";
    private static final String OTHER = "age1zzzszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq";

    @TempDir
    Path root;

    private ItemWorld world;

    @BeforeEach
    void checkOut() {
        world = new ItemWorld(root).bootstrapped();
    }

    @Test
    void theAgeKeyIsTriedOnARealFile() {
        assertThat(prove(new AgeKeyItem(), world.cluster().when(world.opening(DEPLOY_KEY), OK)))
                .satisfies(found -> assertThat(found.state()).isEqualTo(State.PROVEN))
                .satisfies(found -> assertThat(found.message()).isEqualTo(DEPLOY_KEY + " can be decrypted"));
    }

    @ParameterizedTest
    @CsvSource({
        "128, MISSING, does not open it",
        "51, MISSING, changed after it was encrypted",
        "1, MISSING, to see why"
    })
    void saysWhyTheAgeKeyDoesNotOpenIt(int exitCode, State state, String expected) {
        var found = prove(
                new AgeKeyItem(),
                world.cluster().when(world.opening(DEPLOY_KEY), Result.exited(exitCode, SECRET, SECRET)));
        assertThat(found.state()).isEqualTo(state);
        assertThat(found.message()).contains(expected).doesNotContain(SECRET);
    }

    @Test
    void aKeyThatIsInAnotherPlaceIsNotProven() throws IOException {
        Files.delete(root.resolve("age.key"));

        var found = prove(new AgeKeyItem(), world.cluster().when(world.opening(DEPLOY_KEY), OK));

        assertThat(found.state()).isEqualTo(State.UNPROVEN);
        assertThat(found.message())
                .contains("found elsewhere", root.resolve("age.key").toString());
    }

    @Test
    void doesNotTakeAHangForAnAnswer() {
        assertThat(prove(new AgeKeyItem(), world.cluster().when(world.opening(DEPLOY_KEY), HANGS))
                        .state())
                .isEqualTo(State.UNKNOWN);
        assertThat(prove(new AgeKeyItem(), world.cluster().without("sops")).message())
                .contains("'sops' is not installed here");
    }

    @Test
    void noKeyIsNeededWhereNothingIsEncrypted() {
        world.encrypted.clear();

        assertThat(new AgeKeyItem().prove(Occasion.ordinary(world.cluster()))).isEmpty();
    }

    @Test
    void everySecretOfTheBootstrapIsOpened() {
        assertThat(prove(new BootstrapSecretsItem(), opened()).state()).isEqualTo(State.PROVEN);

        var found =
                prove(new BootstrapSecretsItem(), opened().when(world.opening(FLUX_KEY), Result.exited(128, "", "")));
        assertThat(found.state()).isEqualTo(State.MISSING);
        assertThat(found.message()).contains(FLUX_KEY).doesNotContain(DEPLOY_KEY);
    }

    @Test
    void secretsOfApplicationsAreNotThoseOfTheBootstrap() {
        world.encrypted.clear();
        world.secret("kubernetes/apps/office/paperless/app/secret.sops.yaml", "stringData", "password");

        assertThat(prove(new BootstrapSecretsItem(), world.cluster()).state()).isEqualTo(State.UNPROVEN);
    }

    @Test
    void theKeyOfFluxOpensWhatTheRepositoryIsEncryptedFor() {
        var found = prove(new FluxKeyItem(), derived(Result.exited(0, RECIPIENT + "\n", "")));

        assertThat(found.state()).isEqualTo(State.PROVEN);
        assertThat(found.message()).contains(FLUX_KEY, "age1qyqszqgpqyqs…");
    }

    @Test
    void anotherKeyOfFluxIsNamedBeforeItStopsEverything() {
        var found = prove(new FluxKeyItem(), derived(Result.exited(0, OTHER + "\n", "")));

        assertThat(found.state()).isEqualTo(State.MISSING);
        assertThat(found.message()).contains("age1zzzszqgpqyqs…", "Flux could decrypt nothing");
    }

    @Test
    void whatIsNoKeyOfFluxIsNotShown() {
        var found = prove(new FluxKeyItem(), derived(Result.exited(1, SECRET + "\nage1\n", "error: " + SECRET)));

        assertThat(found.state()).isEqualTo(State.MISSING);
        assertThat(found.message()).contains("no age key at age.agekey").doesNotContain(SECRET);
    }

    @Test
    void aKeyOfFluxThatDoesNotOpenIsNoMissingKey() {
        var cluster = derived(HANGS).when(world.opening(FLUX_KEY), HANGS);

        assertThat(prove(new FluxKeyItem(), cluster).state()).isEqualTo(State.UNKNOWN);
    }

    /** The name of a key comes from the repository, and the line is one of sh. */
    @Test
    void theNameOfAKeyIsNoPartOfTheLine() {
        world.encrypted.clear();
        world.secret(FLUX_KEY, "stringData", "\"'; touch /tmp/owned; '.agekey\"");
        var lines = new ArrayList<String>();
        FakeCluster cluster = world.cluster();
        for (GoBagItem item : List.of(new FluxKeyItem())) {
            try {
                item.prove(Occasion.ordinary(cluster));
            } catch (AssertionError unprepared) {
                lines.add(String.valueOf(unprepared.getMessage()));
            }
        }
        assertThat(lines).singleElement().asString().contains("exec-file").doesNotContain("owned");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a: [\n", "- kind: Secret\n", "kind: Secret\n", "kind: Secret\nstringData: none\n"})
    void whatIsNoSecretIsNoSecretOfTheBootstrap(String content) {
        world.encrypted.clear();
        world.encrypted.add(Path.of(FLUX_KEY));
        world.write(FLUX_KEY, content);

        assertThat(new FluxKeyItem().prove(Occasion.ordinary(world.cluster()))).isEmpty();
    }

    @Test
    void aLinkOutOfTheRepositoryIsNotRead() throws IOException {
        world.encrypted.clear();
        world.encrypted.add(Path.of(FLUX_KEY));
        Path elsewhere = Files.writeString(root.resolve("elsewhere.yaml"), "kind: Secret\nstringData: {a.agekey: x}\n");
        Files.delete(root.resolve(FLUX_KEY));
        Files.createSymbolicLink(root.resolve(FLUX_KEY), elsewhere);

        assertThat(new FluxKeyItem().prove(Occasion.ordinary(world.cluster()))).isEmpty();
    }

    private FakeCluster opened() {
        return world.cluster().when(world.opening(DEPLOY_KEY), OK).when(world.opening(FLUX_KEY), OK);
    }

    private FakeCluster derived(Result result) {
        String line = world.sops(FLUX_KEY)
                .piped("cat {} | grep -Eo 'AGE-SECRET-KEY-(PQ-)?1[0-9A-Z]+' | age-keygen -y")
                .line();
        return opened().when(line, result);
    }
}
