package dev.kaltstart.cluster.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** Whoever may push to the repository of a cluster writes these manifests. */
class HostileManifestsTest {

    private static final int MILLION = 1_000_000;
    private static final int FLOOD = 50_000;

    private final VolumeSightings sightings = new VolumeSightings();

    private static ObjectNode object(String version, String kind, String name) {
        var object =
                JsonNodeFactory.instance.objectNode().put("apiVersion", version).put("kind", kind);
        object.putObject("metadata").put("name", name).put("namespace", "office");
        return object;
    }

    @Test
    void aMillionTemplatesAreAHundredVolumes() {
        var set = object("apps/v1", "StatefulSet", "web");
        var templates = set.putObject("spec").putArray("volumeClaimTemplates");
        var one = JsonNodeFactory.instance.objectNode();
        one.putObject("metadata").put("name", "data");
        for (int n = 0; n < MILLION; n++) {
            templates.add(one);
        }

        sightings.see("web.yaml:1", set);

        assertThat(sightings.all().all()).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void aFloodOfClaimsIsCountedAndNotKept() {
        for (int n = 0; n < FLOOD; n++) {
            sightings.see("claims.yaml:1", object("v1", "PersistentVolumeClaim", "claim-" + n));
        }
        var volumes = sightings.all();

        assertThat(volumes.all()).hasSize(5_000);
        assertThat(volumes.unread()).containsExactly("more than 5,000 volumes: the others are left out");
    }

    @Test
    void aFloodOfSchedulesCostsNoMoreThanAFew() {
        var claim = object("v1", "PersistentVolumeClaim", "data");
        sightings.see("claim.yaml:1", claim);
        for (int n = 0; n < FLOOD; n++) {
            var source = object("volsync.backube/v1alpha1", "ReplicationSource", "source-" + n);
            source.putObject("spec").put("sourcePVC", "data").put("paused", true);
            sightings.see("source.yaml:1", source);
        }

        assertThat(sightings.all().all()).singleElement().satisfies(volume -> {
            assertThat(volume.protection()).isEqualTo(Protection.NONE);
            assertThat(volume.remark()).hasSizeLessThan(700);
        });
    }

    @Test
    void valuesThatNestWithoutEndAreNotFollowed() {
        var release = object("helm.toolkit.fluxcd.io/v2", "HelmRelease", "deep");
        var values = release.putObject("spec").putObject("values");
        for (int n = 0; n < 5_000; n++) {
            values = values.putObject("a");
        }
        values.putObject("persistence").put("enabled", true).put("size", "1Gi");

        sightings.see("deep.yaml:1", release);

        assertThat(sightings.all().all()).isEmpty();
    }

    @Test
    void aStrangersTextStaysShortAndOnOneLine() {
        var claim =
                object("v1", "PersistentVolumeClaim", "a\u001b[2J\nKaltstart: all is well\u202e" + "x".repeat(MILLION));
        claim.putObject("spec").put("storageClassName", "y".repeat(MILLION)).put("volumeName", "\u0000");
        sightings.see("claim.yaml:1", claim);

        assertThat(sightings.all().all()).singleElement().satisfies(volume -> {
            assertThat(volume.claim())
                    .startsWith("a?[2J?Kaltstart: all is well?x")
                    .hasSizeLessThan(260);
            assertThat(volume.storageClass()).hasSizeLessThan(260);
            assertThat(volume.toString()).doesNotContain("\n", "\u001b", "\u202e");
        });
    }

    @Test
    void commandsAreReadWithoutBacktrackingForEver() {
        var job = object("batch/v1", "CronJob", "copy");
        var pod = job.putObject("spec")
                .putObject("jobTemplate")
                .putObject("spec")
                .putObject("template")
                .putObject("spec");
        pod.putArray("volumes")
                .addObject()
                .put("name", "v")
                .putObject("persistentVolumeClaim")
                .put("claimName", "data");
        var container = pod.putArray("containers").addObject().put("image", "restic/restic");
        container.putArray("args").add("backup " + "-a b ".repeat(200_000));
        container.putArray("volumeMounts").addObject().put("name", "v").put("mountPath", "/data");
        sightings.see("job.yaml:1", job);

        assertThat(sightings.all().all())
                .singleElement()
                .extracting(DeclaredVolume::protection)
                .isEqualTo(Protection.UNKNOWN);
    }
}
