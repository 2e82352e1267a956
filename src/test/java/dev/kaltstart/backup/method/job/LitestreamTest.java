package dev.kaltstart.backup.method.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.backup.method.LostData;
import dev.kaltstart.backup.method.RestoreOrder;
import dev.kaltstart.backup.method.RestorePoint;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single databases come back, and the plan says that nothing else does. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class LitestreamTest {

    private static final String CONFIG = """
            dbs:
              - path: /data/app.db
                replica: {type: s3, bucket: backups, path: app}
              - path: /data/sub/log.db
                replicas: [{url: "s3://backups/log"}]
              - path: /cache/not-on-the-claim.db
                replica: {url: "s3://backups/cache"}
            """;

    KubernetesClient client;
    KubernetesMockServer server;

    private final Litestream method = new Litestream();
    private JobsOfTheCluster jobs;
    private LostData lost;

    @BeforeEach
    void begin() {
        lost = new LostData(client);
        lost.bound("data", "pv-new");
        jobs = new JobsOfTheCluster(client);
    }

    @Test
    void offersTheMomentOfTheDamageAndTwoBefore() {
        config(CONFIG);
        workload("args: [replicate]");

        assertThat(method.points(lost.search(), LostData.claim(null)))
                .extracting(RestorePoint::label)
                .containsExactly(
                        "Litestream (2 databases), as it was at 2026-11-28T12:00:00Z",
                        "Litestream (2 databases), as it was at 2026-11-28T11:00:00Z",
                        "Litestream (2 databases), as it was at 2026-11-27T12:00:00Z");
        assertThat(method.points(lost.search(), LostData.claim(null))).allMatch(point -> point.started() == null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dbs: [{dir: /data, pattern: '*.db', replica: {url: 's3://b'}}]",
                "dbs: [{path: '${DATABASE}'}]",
                "dbs: [{path: /data/app.db}, {path: '/data/$(id).db'}]",
                "dbs: [{path: '/data/../etc/passwd'}]",
                "dbs: [{path: \"/data/a\\n/data/b\"}]",
                "dbs: {path: /data/app.db}",
                "dbs: [{path: /elsewhere/app.db}]",
                "- no map",
                "{ not yaml"
            })
    void leavesWhatIsNotClearToAPerson(String config) {
        config(config);
        workload("args: [replicate]");

        assertThat(method.points(lost.search(), LostData.claim(null))).isEmpty();
    }

    @Test
    void readsNoConfigurationFromASecret() {
        workload("args: [replicate]");

        assertThat(method.points(lost.search(), LostData.claim(null))).isEmpty();
    }

    @Test
    void doesNotTakeAContainerThatOnlyRestoresForACopy() {
        config(CONFIG);
        workload("args: [restore, -if-replica-exists, /data/app.db]");

        assertThat(method.points(lost.search(), LostData.claim(null))).isEmpty();
    }

    @Test
    void findsTheClaimOfAStatefulSet() {
        config(CONFIG);
        client.resource(Serialization.unmarshal(
                        """
                        apiVersion: apps/v1
                        kind: StatefulSet
                        metadata: {namespace: office, name: paper}
                        spec:
                          volumeClaimTemplates: [{metadata: {name: data}}]
                          template:
                        """ + template("args: [replicate]", "").indent(4),
                        io.fabric8.kubernetes.api.model.apps.StatefulSet.class))
                .create();

        assertThat(LitestreamSidecar.of(
                        client, new LostClaim("office", "data-paper-0", "is gone", null, null, null, false)))
                .hasValueSatisfying(found -> assertThat(found.workload()).isEqualTo("StatefulSet.paper"));
        assertThat(LitestreamSidecar.of(
                        client, new LostClaim("office", "data-papers-0", "is gone", null, null, null, false)))
                .isEmpty();
    }

    @Test
    void saysThatOtherFilesDoNotComeBack() {
        RestoreOrder order = order();

        assertThat(method.plan(lost.run, order).lines())
                .anyMatch(line -> line.startsWith("- overwritten on the claim office/data (uid ")
                        && line.contains("only /data/app.db, /data/sub/log.db"))
                .anyMatch(line -> line.contains("Litestream has no other file of this claim"));
        assertThat(method.plan(lost.run, order).digest())
                .isEqualTo(method.plan(lost.run, order).digest());
    }

    @Test
    void restoresWithTheSettingsOfTheSidecar() {
        RestoreOrder order = order();
        method.begin(lost.run, order);
        method.begin(lost.run, order);

        assertThat(jobs.all()).hasSize(1);
        PodTemplateSpec pod = jobs.all().get(0).getSpec().getTemplate();
        assertThat(pod.getMetadata().getLabels())
                .as("a Service of the application must not lead here")
                .isNullOrEmpty();
        assertThat(pod.getSpec().getContainers()).singleElement().satisfies(container -> {
            assertThat(container.getImage()).isEqualTo("litestream/litestream:0.5.2");
            assertThat(container.getEnvFrom()).hasSize(1);
            assertThat(container.getVolumeMounts())
                    .extracting(VolumeMount::getMountPath)
                    .containsExactly("/etc/litestream.yml", "/data", "/kaltstart/work");
        });
        assertThat(pod.getSpec().getVolumes())
                .extracting(Volume::getName)
                .containsExactly("config", "kaltstart-claim", "kaltstart-work");
        assertThat(JobsOfTheCluster.variables(jobs.all().get(0)))
                .containsEntry("KALTSTART_BEFORE", "2026-11-28T12:00:00Z")
                .containsEntry("KALTSTART_CONFIG", "/etc/litestream.yml")
                .containsEntry("KALTSTART_DATABASES", "/data/app.db\n/data/sub/log.db");
        assertThat(RestoreScript.LITESTREAM.text()).doesNotContain("-if-replica-exists");
    }

    /** The name of a ConfigMap becomes a part of the address of a request. */
    @Test
    void followsNoNameThatLeadsToAnotherNamespace() throws InterruptedException {
        config(CONFIG);
        workload("args: [replicate]");
        assertThat(method.points(lost.search(), LostData.claim(null))).isNotEmpty();
        client.apps().deployments().inNamespace("office").withName("paperless").edit(deployment -> {
            deployment.getSpec().getTemplate().getSpec().getVolumes().stream()
                    .filter(volume -> volume.getConfigMap() != null)
                    .forEach(volume -> volume.getConfigMap().setName("../../other/configmaps/litestream"));
            return deployment;
        });

        assertThat(method.points(lost.search(), LostData.claim(null))).isEmpty();
        for (int left = server.getRequestCount(); left > 0; left--) {
            assertThat(server.takeRequest().getPath()).doesNotContain("..");
        }
    }

    @Test
    void measuresTheLastChangeThatWasCopied() {
        Job job = begun();
        jobs.podEnded(job, 0, "restored=2026-11-28T11:58:03Z\n");
        jobs.ended(job, "Complete");

        assertThat(method.state(lost.run, order()))
                .isInstanceOfSatisfying(
                        Check.Met.class,
                        met -> assertThat(met.measured())
                                .containsExactly(
                                        Measurement.moment("restorePoint", Instant.parse("2026-11-28T11:58:03Z"))));
    }

    @Test
    void doesNotInventHowFarTheDataReaches() {
        Job job = begun();
        jobs.podEnded(job, 0, "restored=unknown\n");
        jobs.ended(job, "Complete");

        assertThat(method.state(lost.run, order()))
                .isInstanceOfSatisfying(
                        Check.Met.class, met -> assertThat(met.measured()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "restored=2026-11-28T12:00:01Z", "restored=soon"})
    void doesNotBelieveASuccessThatSaysNothing(String message) {
        Job job = begun();
        jobs.podEnded(job, 0, message);
        jobs.ended(job, "Complete");

        refuses("NOT_SAID", () -> method.state(lost.run, order()));
    }

    @ParameterizedTest
    @CsvSource({"no-snapshot, NOTHING_RESTORED", "denied, ACCESS_DENIED", "not-configured, NOT_CONFIGURED"})
    void asksAPersonAtOnceWhereAnotherTryCannotHelp(String word, String code) {
        jobs.podEnded(begun(), 1, "failed=" + word + "\n");

        refuses(code, () -> method.state(lost.run, order()));
    }

    @Test
    void triesAgainWhereThatMayHelp() {
        Job job = begun();
        jobs.podEnded(job, 1, "failed=litestream\n");
        assertThat(method.state(lost.run, order())).isInstanceOf(Check.NotYet.class);
        jobs.ended(job, "Failed");

        refuses("RESTORE_FAILED", () -> method.state(lost.run, order()));
    }

    @Test
    void doesNotCallANewCopyVerified() {
        RestoreOrder order = order();
        method.begin(lost.run, order);
        method.protect(lost.run, order);

        assertThat(jobs.all()).isEmpty();
        assertThat(method.protectedAgain(lost.run, order))
                .isInstanceOfSatisfying(
                        Check.Met.class, met -> assertThat(met.measured()).containsExactly(Measurement.notVerified(1)));
        client.apps().deployments().inNamespace("office").delete();
        assertThat(method.protectedAgain(lost.run, order)).isInstanceOf(Check.Unknown.class);
    }

    private static void refuses(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private Job begun() {
        method.begin(lost.run, order());
        return jobs.all().get(0);
    }

    private RestoreOrder order() {
        if (client.apps()
                        .deployments()
                        .inNamespace("office")
                        .withName("paperless")
                        .get()
                == null) {
            config(CONFIG);
            workload("args: [replicate]");
        }
        return new RestoreOrder(
                LostData.claim(null),
                method.points(lost.search(), LostData.claim(null)).get(0));
    }

    private void config(String text) {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("office")
                        .withName("litestream")
                        .endMetadata()
                        .addToData("litestream.yml", text)
                        .build())
                .create();
    }

    private void workload(String command) {
        client.resource(Serialization.unmarshal(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {namespace: office, name: paperless}
                        spec:
                          template:
                        """
                                + template(command, "{name: data, persistentVolumeClaim: {claimName: data}}, ")
                                        .indent(4),
                        Deployment.class))
                .create();
    }

    private static String template(String command, String claim) {
        return """
                metadata: {labels: {app: paperless}}
                spec:
                  volumes: [%s{name: config, configMap: {name: litestream}},
                            {name: other, persistentVolumeClaim: {claimName: other}}]
                  containers:
                  - {name: app, image: paperless, volumeMounts: [{name: data, mountPath: /srv}]}
                  - name: copy
                    image: litestream/litestream:0.5.2
                    %s
                    envFrom: [{secretRef: {name: s3}}]
                    volumeMounts: [{name: data, mountPath: /data}, {name: other, mountPath: /cache},
                                   {name: config, mountPath: /etc/litestream.yml, subPath: litestream.yml}]
                """.formatted(claim, command);
    }
}
