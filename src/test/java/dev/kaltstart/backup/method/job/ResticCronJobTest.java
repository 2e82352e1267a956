package dev.kaltstart.backup.method.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.backup.method.LostData;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only a CronJob that says clearly what it saves is a source: any other one is restored from by hand. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class ResticCronJobTest {

    private static final String SETTINGS = """
            image: "restic/restic:0.17.3",
            env: [{name: RESTIC_REPOSITORY, value: "s3:http://nas/b"}, {name: SOURCE, value: /data},
                  {name: EVIL, value: "/data; rm -rf /"}, {name: RESTIC_PASSWORD_FILE, value: /secret/password}],
            volumeMounts: [{name: data, mountPath: /data}, {name: other, mountPath: /data/other}]""";

    KubernetesClient client;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "args: [backup, /data]",
                "command: [restic, backup, /data/, --exclude=*.tmp, -v]",
                "command: [/usr/bin/restic], args: [--no-cache, backup, --tag, a, --tag=b, $(SOURCE)]",
                "command: [sh, -c, \"restic backup /data && restic forget --keep-daily 7 --prune\"]",
                "command: [/bin/bash, -euo, pipefail, -c], args: [\"restic unlock; restic backup '/data' 2>&1 | tee log\"]",
                "command: [sh, -c], args: [\"# nightly\\nif ! restic -r $RESTIC_REPOSITORY backup \\\\\\n ${SOURCE} -H x; then\\n exit 1; fi\"]",
                "args: [backup, /data, /config]"
            })
    void understandsHowItSaves(String command) {
        Optional<ResticCronJob> found = find(command);

        assertThat(found).isPresent();
        assertThat(found.get().folder()).isEqualTo("/data");
        assertThat(found.get().saved()).isEqualTo("/data");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "args: [backup, /data/part]",
                "args: [backup, /config]",
                "args: [backup, .]",
                "args: [backup, /data, --files-from, /list]",
                "args: [backup, /data, --stdin]",
                "args: [backup, /data, --time, '2020-01-01 00:00:00']",
                "args: [backup, /data, -o, 's3.storage-class=GLACIER']",
                "args: [backup, /data, --host, one, --host, two]",
                "args: [backup, /data, --host, '$(hostname)']",
                "args: [backup, '$(EVIL)']",
                "args: [backup, '/data/../etc']",
                "args: [backup, /data, --tag]",
                "args: [restore, latest]",
                "command: [/scripts/backup.sh]",
                "command: [sh, -c, \"restic backup $(cat /list) /data\"]",
                "command: [sh, -c, \"export RESTIC_REPOSITORY=/mnt; restic backup /data\"]",
                "command: [sh, -c, \"restic backup /data; restic backup /data --host two\"]",
                "command: [sh, -c, \"restic backup --unknown /data\"]",
                "command: [sh, -c, \"cd /data && restic backup .\"]",
                "command: [sh, -c, \"restic -r /data/repository backup /data\"]",
                "command: [sh, -c, \"restic -r `cat /repo` backup /data\"]"
            })
    void leavesWhatIsNotClearToAPerson(String command) {
        assertThat(find(command)).isEmpty();
    }

    @Test
    void leavesAPartOfAClaimToAPerson() {
        assertThat(find(
                        "args: [backup, /data]",
                        SETTINGS.replace("mountPath: /data}", "mountPath: /data, subPath: x}")))
                .isEmpty();
        assertThat(find(
                        "args: [backup, /data]",
                        SETTINGS.replace("{name: other, mountPath: /data/other}", "{name: data, mountPath: /again}")))
                .isEmpty();
    }

    @Test
    void needsARepositoryAndAPassword() {
        assertThat(find("args: [backup, /data]", SETTINGS.replace("RESTIC_REPOSITORY", "REPOSITORY")))
                .isEmpty();
        assertThat(find("args: [backup, /data]", SETTINGS.replace("RESTIC_PASSWORD_FILE", "PASSWORD_FILE")))
                .isEmpty();
    }

    @Test
    void twoCronJobsForOneClaimAreNotClear() {
        var jobs = new JobsOfTheCluster(client);
        jobs.cronJob("one", "{name: r, args: [backup, /data], " + SETTINGS + "}");
        jobs.cronJob("two", "{name: r, args: [backup, /data], " + SETTINGS + "}");

        assertThat(ResticCronJob.of(client, LostData.claim(null))).isEmpty();
    }

    @Test
    void findsAClaimInADirectoryThatIsSavedWhole() {
        ResticCronJob found = find(
                        "args: [backup, /volumes, --host, all]",
                        SETTINGS.replace("mountPath: /data}", "mountPath: /volumes/paper}"))
                .orElseThrow();

        assertThat(found.saved()).isEqualTo("/volumes");
        assertThat(found.folder()).isEqualTo("/volumes/paper");
    }

    /** A mount may have any name, and restic reads one as a pattern. */
    @ParameterizedTest
    @ValueSource(strings = {"/volumes/p*", "/volumes/../etc", "/volumes/[a-z]", "/volumes/a b", "/volumes/$(id)"})
    void leavesAPlaceThatIsAPatternToAPerson(String place) {
        assertThat(find(
                        "args: [backup, /volumes, --host, all]",
                        SETTINGS.replace("mountPath: /data}", "mountPath: '" + place + "'}")))
                .isEmpty();
    }

    @Test
    void tellsItsSnapshotsFromThoseOfOthers() {
        assertThat(find("args: [backup, /data, --host, paper]").orElseThrow())
                .satisfies(found -> assertThat(found.host()).isEqualTo("paper"))
                .satisfies(found -> assertThat(found.hostBegins()).isEmpty());
        assertThat(find("args: [backup, /data]").orElseThrow())
                .satisfies(found -> assertThat(found.host()).isEmpty())
                .satisfies(found -> assertThat(found.hostBegins()).isEqualTo("nightly-"));
        client.batch().v1().cronjobs().inNamespace("office").delete();
        new JobsOfTheCluster(client)
                .cronJob("nightly", "{name: r, args: [backup, /data], " + SETTINGS + "}", "hostNetwork: true");
        assertThat(ResticCronJob.of(client, LostData.claim(null)))
                .as("the name of a node is no name of its own")
                .isEmpty();
    }

    @Test
    void mountsNothingElseThatWasSaved() {
        assertThat(find("args: [backup, /data]")
                        .orElseThrow()
                        .restoring(1, 0)
                        .getSpec()
                        .getVolumes())
                .extracting(volume -> volume.getName())
                .containsExactly("kaltstart-claim", "kaltstart-work");
    }

    private Optional<ResticCronJob> find(String command) {
        return find(command, SETTINGS);
    }

    private Optional<ResticCronJob> find(String command, String settings) {
        client.batch().v1().cronjobs().inNamespace("office").delete();
        new JobsOfTheCluster(client).cronJob("nightly", "{name: r, " + command + ", " + settings + "}");
        return ResticCronJob.of(client, LostData.claim(null));
    }
}
