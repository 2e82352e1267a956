package dev.kaltstart.backup.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an application of the copy could still do to production, if its manifest were copied as it is. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class WorkloadCopiesTest {

    private static final String COPY = "office-restore-test";

    KubernetesClient client;

    @BeforeEach
    void begin() {
        create("""
                apiVersion: v1
                kind: Secret
                metadata: { name: paperless, namespace: office, labels: { kustomize.toolkit.fluxcd.io/name: paperless } }
                type: Opaque
                data: { KEY: c2VjcmV0 }
                """);
        create("""
                apiVersion: v1
                kind: ConfigMap
                metadata: { name: settings, namespace: office }
                data: { a: b }
                """);
    }

    @Test
    void copiesTheApplicationWithoutWhatLeadsOutOfTheCopy() {
        create("""
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: paperless
                  namespace: office
                  labels: { app: paperless, kustomize.toolkit.fluxcd.io/name: paperless, kaltstart.dev/egress-open: "true" }
                  annotations: { reloader.stakater.com/auto: "true" }
                spec:
                  replicas: 3
                  selector: { matchLabels: { app: paperless } }
                  template:
                    metadata:
                      labels: { app: paperless, kaltstart.dev/egress-open: "true" }
                      annotations: { k8s.v1.cni.cncf.io/networks: lan }
                    spec:
                      serviceAccountName: paperless
                      nodeName: wk-1
                      containers:
                        - name: app
                          image: paperless
                          ports: [{ containerPort: 8000, hostPort: 8000 }]
                          envFrom: [{ secretRef: { name: paperless } }, { configMapRef: { name: settings } }]
                      volumes:
                        - { name: data, persistentVolumeClaim: { claimName: data } }
                        - { name: films, nfs: { server: nas, path: /films } }
                """);
        create("""
                apiVersion: v1
                kind: Service
                metadata:
                  name: paperless
                  namespace: office
                  annotations: { external-dns.alpha.kubernetes.io/hostname: paperless.example.org }
                spec:
                  type: LoadBalancer
                  loadBalancerIP: 192.0.2.7
                  clusterIP: 10.0.0.7
                  externalIPs: [192.0.2.8]
                  selector: { app: paperless }
                  ports: [{ port: 80, targetPort: 8000, nodePort: 30080 }]
                """);
        create("""
                apiVersion: batch/v1
                kind: CronJob
                metadata: { name: mail, namespace: office }
                """);

        copies().create();

        Deployment copy = client.apps()
                .deployments()
                .inNamespace(COPY)
                .withName("paperless")
                .get();
        assertThat(copy.getSpec().getReplicas()).isEqualTo(1);
        assertThat(copy.getMetadata().getLabels()).containsOnlyKeys("app");
        assertThat(copy.getMetadata().getAnnotations()).isEmpty();
        PodTemplateSpec pods = copy.getSpec().getTemplate();
        assertThat(pods.getMetadata().getLabels()).containsOnlyKeys("app");
        assertThat(pods.getMetadata().getAnnotations()).isEmpty();
        assertThat(pods.getSpec().getServiceAccountName()).isNull();
        assertThat(pods.getSpec().getAutomountServiceAccountToken()).isFalse();
        assertThat(pods.getSpec().getNodeName()).isNull();
        assertThat(pods.getSpec().getContainers().get(0).getPorts().get(0).getHostPort())
                .isNull();
        assertThat(pods.getSpec().getVolumes())
                .filteredOn(volume -> volume.getNfs() != null)
                .allSatisfy(volume -> assertThat(volume.getNfs().getReadOnly()).isTrue());
        Service service =
                client.services().inNamespace(COPY).withName("paperless").get();
        assertThat(service.getMetadata().getAnnotations()).isEmpty();
        assertThat(service.getSpec().getType()).isEqualTo("ClusterIP");
        assertThat(service.getSpec().getLoadBalancerIP()).isNull();
        assertThat(service.getSpec().getExternalIPs()).isEmpty();
        assertThat(service.getSpec().getPorts().get(0).getNodePort()).isNull();
        assertThat(client.secrets()
                        .inNamespace(COPY)
                        .withName("paperless")
                        .get()
                        .getData())
                .containsEntry("KEY", "c2VjcmV0");
        assertThat(client.configMaps().inNamespace(COPY).withName("settings").get())
                .isNotNull();
        assertThat(client.batch().v1().cronjobs().inNamespace(COPY).list().getItems())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hostNetwork: true | uses the network or processes of its host",
                "hostPID: true | uses the network or processes of its host",
                "hostIPC: true | uses the network or processes of its host",
                "volumes: [{ name: x, hostPath: { path: / } }] | mounts x, which is not a claim of the copy",
                "volumes: [{ name: x, iscsi: { iqn: i, lun: 0, targetPortal: p } }] | mounts x, which is not a claim of the copy",
                "volumes: [{ name: x, csi: { driver: d } }] | mounts x, which is not a claim of the copy",
                "volumes: [{ name: x, persistentVolumeClaim: { claimName: films } }] | mounts the claim films, which the copy does not have",
                "initContainers: [{ name: i, securityContext: { privileged: true } }] | has a privileged container",
                "initContainers: [{ name: i, securityContext: { capabilities: { add: [NET_ADMIN] } } }] | has a privileged container",
            })
    void leavesOutWhatReachesTheHostOrTheOriginal(String spec, String reason) {
        create("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: { name: paperless, namespace: office }
                spec:
                  selector: { matchLabels: { app: paperless } }
                  template:
                    metadata: { labels: { app: paperless } }
                    spec:
                      containers: [{ name: app, image: paperless }]
                      %s
                """.formatted(spec));

        assertThat(copies().leftOut()).containsExactly("Deployment paperless: " + reason);
        assertThat(copies().names()).isEmpty();
    }

    /** A name becomes a part of the address of a request. */
    @Test
    void followsNoNameThatLeadsToAnotherNamespace() {
        create("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: { name: paperless, namespace: office }
                spec:
                  selector: { matchLabels: { app: paperless } }
                  template:
                    metadata: { labels: { app: paperless } }
                    spec:
                      containers:
                        - name: app
                          image: paperless
                          envFrom: [{ secretRef: { name: "../../kube-system/secrets/token" } }, { configMapRef: { name: "a?b" } }]
                      volumes:
                        - { name: x, secret: { secretName: "../../kube-system/secrets/token" } }
                        - { name: y, secret: { secretName: paperless } }
                """);
        Deployment original = client.apps()
                .deployments()
                .inNamespace("office")
                .withName("paperless")
                .get();
        var template = new CopiedTemplate(original.getSpec().getTemplate(), Set.of());

        assertThat(template.secrets()).containsExactly("paperless");
        assertThat(template.configMaps()).isEmpty();
    }

    @Test
    void aStatefulSetNeedsTheClaimsThatAreNamedAfterIt() {
        create("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: { name: db, namespace: office }
                spec:
                  serviceName: db
                  selector: { matchLabels: { app: db } }
                  template:
                    metadata: { labels: { app: db } }
                    spec: { containers: [{ name: db, image: postgres }] }
                  volumeClaimTemplates: [{ metadata: { name: data } }]
                """);

        assertThat(copies().leftOut()).containsExactly("StatefulSet db: the copy does not have the claim data-db-0");
        assertThat(copies("data-db-0").names()).containsExactly("StatefulSet db");
    }

    @Test
    void isReadyOnlyWhenTheClusterSaysSo() {
        create("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: { name: paperless, namespace: office }
                spec:
                  selector: { matchLabels: { app: paperless } }
                  template:
                    metadata: { labels: { app: paperless } }
                    spec: { containers: [{ name: app, image: paperless }] }
                """);
        copies().create();
        assertThat(copies().waiting()).containsExactly("Deployment paperless");

        Deployment made = client.apps()
                .deployments()
                .inNamespace(COPY)
                .withName("paperless")
                .get();
        client.resource(made.edit()
                        .withNewStatus()
                        .withReadyReplicas(1)
                        .endStatus()
                        .build())
                .updateStatus();

        assertThat(copies().waiting()).isEmpty();
    }

    private void create(String manifest) {
        client.resource(Serialization.<io.fabric8.kubernetes.api.model.HasMetadata>unmarshal(manifest))
                .create();
    }

    private WorkloadCopies copies() {
        return copies("data");
    }

    private WorkloadCopies copies(String claim) {
        var drill = new Drill(
                "uid", COPY, List.of(new DrillClaim("office", claim, "uid", "volsync", "sentinel")), List.of());
        return new WorkloadCopies(client, drill, "office");
    }
}
