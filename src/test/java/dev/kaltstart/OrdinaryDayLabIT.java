package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Kaltstart with the settings it has where nothing is set leaves those alone who work on their cluster. */
@Tag("lab")
@Tag("real-time")
@Timeout(600)
class OrdinaryDayLabIT {

    private static final String SLOW = "kaltstart.dev/slow-registry";

    @TempDir
    Path world;

    private DisasterLab lab;
    private OneKaltstart kaltstart;

    @BeforeEach
    void open() throws Exception {
        lab = DisasterLab.open(world);
        kaltstart = lab.lab.watchfulKaltstart(world);
        looks(2);
    }

    @AfterEach
    void close() throws Exception {
        if (kaltstart != null) {
            kaltstart.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void proposesNothingOnAnOrdinaryDayAndStillNoticesADisaster() throws Exception {
        lab.colleagueChangesTheDashboard();
        DisasterLab.until("a rollout", lab::well);
        upgradeOverASlowRegistry();
        objectsThatNeedANamespaceComeBeforeIt();
        lab.kubectl("rollout", "restart", "deployment/mediabox", "-n", lab.lab.namespace());
        lab.kubectl("annotate", "deployment/mediabox", "note=seen", "-n", lab.lab.namespace());
        scaleAsAnAutoscaler("dashboard");
        suspend("paperless");
        lab.kubectl("scale", "deployment/paperless", "--replicas=0", "-n", lab.lab.namespace());
        deleteOneConfigMap();
        looks(4);

        assertThat(lab.says("slow")).as("the slow registry is still at it").contains("Reconciliation in progress");
        assertThat(kaltstart.read("/api/alerts")).isEmpty();
        assertThat(kaltstart.read("/api/recoveries")).isEmpty();

        letTheRegistryAnswer();
        looks(2);
        assertThat(kaltstart.read("/api/alerts")).isEmpty();

        lab.kubectl("delete", "configmap", "mediabox", "-n", lab.lab.namespace());
        DisasterLab.until("Kaltstart has looked all the time", () -> proposed("FluxManualChange"));
    }

    private boolean proposed(String alertname) throws Exception {
        for (JsonNode alert : kaltstart.read("/api/alerts")) {
            if (alert.path("alertname").asText().equals(alertname)) {
                return true;
            }
        }
        return false;
    }

    /** Flux waits for a Deployment that takes its time: its Kustomization is not ready, and nothing is wrong. */
    private void upgradeOverASlowRegistry() {
        lab.lab.application("media", "slow");
        lab.lab.write("kubernetes/apps/media/kustomization.yaml", "resources: [./mediabox/ks.yaml, ./slow/ks.yaml]\n");
        lab.lab.write(
                "kubernetes/apps/media/slow/ks.yaml",
                DriftLab.kustomization(
                                lab.lab.namespace(),
                                "slow",
                                "kubernetes/apps/media/slow/app",
                                "targetNamespace: " + lab.lab.namespace() + "\nwait: true")
                        .replace("timeout: 30s", "timeout: 10m"));
        lab.lab.write(
                "kubernetes/apps/media/slow/app/app.yaml",
                DriftLab.workload("slow", 1)
                        .replace(
                                "    spec:\n      containers",
                                "    spec:\n      nodeSelector: { " + SLOW + ": answered }\n      containers"));
        lab.lab.write(
                "kubernetes/apps/media/mediabox/app/app.yaml",
                DriftLab.workload("mediabox", 1).replace("mediabox:1", "mediabox:2"));
        lab.commit("Ben", "Upgrade mediabox, and add an application with a large image");
        DisasterLab.until("it waits", () -> lab.says("slow").contains("Reconciliation in progress"));
    }

    private void letTheRegistryAnswer() {
        lab.kubectl("label", "node", "--all", SLOW + "=answered");
        DisasterLab.until("it is there", () -> lab.says("slow").contains("ReconciliationSucceeded"));
    }

    /** The first tries fail, and a later one does not. */
    private void objectsThatNeedANamespaceComeBeforeIt() throws Exception {
        String later = lab.lab.namespace() + "-later";
        lab.lab.write("kubernetes/apps/home/dashboard/app/later.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: { name: later, namespace: %s }
                data: { value: "1" }
                """.formatted(later));
        lab.lab.write(
                "kubernetes/apps/home/dashboard/app/kustomization.yaml", "resources: [./app.yaml, ./later.yaml]\n");
        lab.lab.write(
                "kubernetes/apps/home/dashboard/ks.yaml",
                DriftLab.kustomization(lab.lab.namespace(), "dashboard", "kubernetes/apps/home/dashboard/app", ""));
        lab.lab.write(
                "kubernetes/apps/home/dashboard/app/app.yaml",
                DriftLab.workload("dashboard", 1)
                        .replace(
                                "metadata: { name: dashboard }",
                                "metadata: { name: dashboard, namespace: " + lab.lab.namespace() + " }"));
        lab.commit("Ben", "Put settings into a namespace of their own");
        DisasterLab.until("it fails", () -> lab.says("dashboard").contains("not found"));
        looks(2);
        lab.lab.create("""
                apiVersion: v1
                kind: Namespace
                metadata: { name: %s }
                """.formatted(later));
        DisasterLab.until("it heals", () -> lab.says("dashboard").contains("ReconciliationSucceeded"));
    }

    /** It answers for the number of replicas from now on. */
    private void scaleAsAnAutoscaler(String deployment) {
        lab.kubectl(
                "patch",
                "deployment",
                deployment,
                "-n",
                lab.lab.namespace(),
                "--subresource=scale",
                "--field-manager=kube-controller-manager",
                "--type=merge",
                "-p",
                "{\"spec\": {\"replicas\": 2}}");
    }

    private void suspend(String kustomization) {
        lab.lab.flux("suspend", "kustomization", kustomization, "-n", lab.lab.namespace());
    }

    private void deleteOneConfigMap() {
        lab.lab.write("kubernetes/apps/home/dashboard/app/kustomization.yaml", "resources: [./app.yaml]\n");
        lab.commit("Ben", "Those settings are not needed");
        DisasterLab.until(
                "it is pruned",
                () -> lab.lab
                                .client()
                                .configMaps()
                                .inNamespace(lab.lab.namespace() + "-later")
                                .withName("later")
                                .get()
                        == null);
    }

    /** As often as Kaltstart looks by itself in this time. */
    private static void looks(int count) throws InterruptedException {
        Thread.sleep(Duration.ofSeconds(21L * count + 1).toMillis());
    }
}
