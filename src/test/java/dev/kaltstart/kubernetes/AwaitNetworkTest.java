package dev.kaltstart.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.kubernetes.pod.ProbeImage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of the pods runs here as it is, with an nc that answers as the network of the test does. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class AwaitNetworkTest {

    private static final String GOOD = "api=1 name=1 closed=";

    @TempDir
    Path directory;

    KubernetesClient client;

    private final AwaitNetwork step = new AwaitNetwork(new ProbeImage("docker.io/library/busybox:1.37"));
    private FakeCluster cluster;
    private FakeRun run;

    @BeforeEach
    void twoNodesWithADnsPodOnOne() {
        cluster = FakeCluster.homelab().with(client);
        run = FakeRun.on(cluster);
        node("cp-1", "True");
        node("wk-1", "True");
        dns("10.244.1.5", "cp-1");
    }

    @Test
    void triesEveryReadyNodeAndLeavesNoPod() {
        assertThat(Turn.check(step, run)).isInstanceOf(Check.NotYet.class);
        Turn.perform(step, run);
        Turn.perform(step, run);

        assertThat(pods()).hasSize(2).allSatisfy(pod -> {
            assertThat(pod.getSpec().getContainers().get(0).getEnv())
                    .anyMatch(variable -> variable.getName().equals("PEERS")
                            && variable.getValue().equals("10.244.1.5=53"));
            assertThat(pod.getMetadata().getLabels()).containsEntry("app.kubernetes.io/managed-by", "kaltstart");
        });
        assertThat(Turn.check(step, run)).isInstanceOf(Check.NotYet.class);
        end("cp-1", GOOD);
        assertThat(Turn.check(step, run)).isInstanceOf(Check.NotYet.class);
        end("wk-1", GOOD);

        Check check = Turn.check(step, run);

        assertThat(check).isInstanceOf(Check.Met.class);
        assertThat(check.message())
                .isEqualTo(
                        "pods on cp-1, wk-1 reach the API server by its Service and by its name, and pods on other nodes");
        assertThat(pods()).isEmpty();
    }

    @Test
    void saysWhichNodeDoesNotReachTheOther() {
        Turn.perform(step, run);
        end("cp-1", GOOD);
        end("wk-1", "api=1 name=1 closed=10.244.1.5");

        assertBroken("wk-1: a pod does not reach the DNS pods at 10.244.1.5");
        assertThat(pods()).isEmpty();
    }

    @Test
    void saysThatTheApiServerIsNotReached() {
        Turn.perform(step, run);
        end("cp-1", "api=0 name=0 closed=10.244.1.5");
        end("wk-1", GOOD);

        assertBroken("cp-1: a pod does not reach the API server by its Service");
    }

    @Test
    void saysThatNamesDoNotResolve() {
        Turn.perform(step, run);
        end("cp-1", "api=1 name=0 closed=");
        end("wk-1", GOOD);

        assertBroken("cp-1: a pod cannot resolve the name of the API server");
    }

    @Test
    void believesNoAnswerThatIsNone() {
        Turn.perform(step, run);
        end("cp-1", "api=1 name=1 closed=; all is well");
        end("wk-1", GOOD);

        assertBroken("cp-1: the pod failed");
    }

    @Test
    void saysThatTheImageCannotBePulled() {
        Turn.perform(step, run);
        pods().forEach(pod -> {
            pod.setStatus(new PodStatusBuilder()
                    .withPhase("Pending")
                    .addNewContainerStatus()
                    .withNewState()
                    .withNewWaiting("no such host", "ImagePullBackOff")
                    .endState()
                    .endContainerStatus()
                    .build());
            client.resource(pod).update();
        });

        assertThat(Turn.check(step, run).message()).contains("Pending (ImagePullBackOff) on cp-1");
        cluster.pass(Duration.ofMinutes(6));

        assertThatThrownBy(() -> Turn.check(step, run))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo("PROBE_IMAGE"));
    }

    @Test
    void beginsAnewWithOtherPodsAndRemovesTheOld() {
        Turn.perform(step, run);
        List<String> before = names();
        run.began(cluster.clock().instant().plusSeconds(60));

        Turn.perform(step, run);

        assertThat(names()).hasSize(2).doesNotContainAnyElementsOf(before);
    }

    @Test
    void claimsNothingAboutOtherNodesOnASingleNode() {
        client.nodes().withName("wk-1").delete();
        Turn.perform(step, run);
        end("cp-1", GOOD);

        assertThat(Turn.check(step, run).message()).contains("there was no pod on another node to reach");
    }

    @Test
    void theScriptSaysWhatWorks() throws Exception {
        assertThat(ran("exit 0")).isEqualTo("api=1 name=1 closed=\n");
    }

    @Test
    void theScriptNamesWhatDoesNot() throws Exception {
        assertThat(ran("case \"$4\" in 10.244.1.6|kubernetes.default.svc) exit 1;; esac"))
                .isEqualTo("api=1 name=0 closed=10.244.1.6\n");
    }

    private String ran(String nc) throws IOException, InterruptedException {
        Turn.perform(step, run);
        Path answer = directory.resolve("termination-log");
        Path program = Files.writeString(directory.resolve("nc"), "#!/bin/sh\n" + nc + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        String script = pods().get(0)
                .getSpec()
                .getContainers()
                .get(0)
                .getCommand()
                .get(2)
                .replace("/dev/termination-log", answer.toString())
                .replace("+ 180", "+ 0");
        var builder = new ProcessBuilder("/bin/sh", "-c", script);
        builder.environment()
                .putAll(java.util.Map.of(
                        "PATH", directory + ":" + System.getenv("PATH"),
                        "KUBERNETES_SERVICE_HOST", "10.96.0.1",
                        "KUBERNETES_SERVICE_PORT", "443",
                        "NAME", "kubernetes.default.svc",
                        "PEERS", "10.244.1.5=53 10.244.1.6=53"));
        assertThat(builder.start().waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readString(answer);
    }

    private void assertBroken(String part) {
        assertThatThrownBy(() -> Turn.check(step, run)).isInstanceOfSatisfying(Failure.NeedsHuman.class, e -> {
            assertThat(e.code()).isEqualTo("NETWORK_BROKEN");
            assertThat(e.message()).contains(part);
        });
    }

    private List<Pod> pods() {
        return client.pods()
                .inNamespace("default")
                .withLabel(NetworkPod.LABEL)
                .list()
                .getItems();
    }

    private List<String> names() {
        return pods().stream().map(pod -> pod.getMetadata().getName()).toList();
    }

    private void end(String node, String message) {
        Pod pod = pods().stream()
                .filter(one -> node.equals(one.getSpec().getNodeName()))
                .findFirst()
                .orElseThrow();
        pod.setStatus(new PodStatusBuilder()
                .withPhase("Succeeded")
                .addNewContainerStatus()
                .withNewState()
                .withNewTerminated()
                .withExitCode(0)
                .withMessage(message + "\n")
                .endTerminated()
                .endState()
                .endContainerStatus()
                .build());
        client.resource(pod).update();
    }

    private void node(String name, String ready) {
        client.resource(KubernetesFixture.node(name, "10.20.0.11", ready).build())
                .create();
    }

    private void dns(String address, String node) {
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("kube-system")
                        .withName("coredns-1")
                        .addToLabels("k8s-app", "kube-dns")
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName(node)
                        .addNewContainer()
                        .withName("coredns")
                        .addNewPort()
                        .withContainerPort(53)
                        .withName("dns-tcp")
                        .withProtocol("TCP")
                        .endPort()
                        .endContainer()
                        .endSpec()
                        .withNewStatus()
                        .withPhase("Running")
                        .withPodIP(address)
                        .endStatus()
                        .build())
                .create();
    }
}
