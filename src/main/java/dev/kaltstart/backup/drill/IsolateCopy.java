package dev.kaltstart.backup.drill;

import dev.kaltstart.backup.RestoreProperties;
import dev.kaltstart.backup.proof.EgressPod;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Cuts the copy off before an application starts in it: it has production's credentials, and would send mail, call webhooks and
 * move files. Whether the network obeys the policy is tried, because some networks do not (Flannel).
 */
@Component
class IsolateCopy extends Step {

    private static final String POLICY = "kaltstart-isolation";
    private static final int DNS = 53;

    private final Evidence evidence;
    private final RestoreProperties properties;

    IsolateCopy(Evidence evidence, RestoreProperties properties) {
        this.evidence = evidence;
        this.properties = properties;
    }

    @Override
    public Check check(Run run) {
        Drill drill = Drill.of(run, evidence);
        KubernetesClient client = run.cluster().kubernetes();
        if (!hasPolicy(client, drill)) {
            return Check.notYet("the copy has no NetworkPolicy");
        }
        var open = new EgressPod(client, drill.copy(), EgressPod.OPEN);
        var closed = new EgressPod(client, drill.copy(), EgressPod.CLOSED);
        Optional<Boolean> without = open.reached();
        Optional<Boolean> with = closed.reached();
        if (open.failed() || closed.failed()) {
            remove(open, closed);
            throw unclear("a pod that tries to reach the API server has failed");
        }
        if (without.isEmpty() || with.isEmpty()) {
            return Check.notYet("the pod " + (without.isEmpty() ? open : closed).state());
        }
        remove(open, closed);
        if (with.get()) {
            throw new Failure.NeedsHuman(
                    "NOT_ISOLATED",
                    "the network does not obey the NetworkPolicy: a pod of the copy reaches the API server. The"
                            + " application would act on production, and is not started. Skip this phase, or install a"
                            + " network that enforces policies (Cilium, Calico), then retry");
        }
        if (!without.get()) {
            throw unclear("not even the pod that the policy leaves out reaches the API server");
        }
        return Check.met(
                "the copy reaches nothing outside: a pod that the policy leaves out reached the API server, and"
                        + " one under the policy did not");
    }

    private static Failure unclear(String why) {
        return new Failure.NeedsHuman(
                "ISOLATION_UNKNOWN",
                "whether the copy is isolated is not known: " + why
                        + ". Retry, or skip this phase: the data of the copy is proven already");
    }

    private static void remove(EgressPod open, EgressPod closed) {
        open.remove();
        closed.remove();
    }

    @Override
    public void perform(Run run) {
        Drill drill = Drill.of(run, evidence);
        KubernetesClient client = run.cluster().kubernetes();
        if (!hasPolicy(client, drill)) {
            client.resource(policy(drill.copy())).create();
        }
        Stream.of(EgressPod.OPEN, EgressPod.CLOSED)
                .forEach(label -> new EgressPod(client, drill.copy(), label).begin(properties.probeImage()));
    }

    private static boolean hasPolicy(KubernetesClient client, Drill drill) {
        return client.network()
                        .networkPolicies()
                        .inNamespace(drill.copy())
                        .withName(POLICY)
                        .get()
                != null;
    }

    /** Inside of the namespace all is allowed; out of it names are looked up, and nothing else. */
    private static NetworkPolicy policy(String namespace) {
        return new NetworkPolicyBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(POLICY)
                .addToLabels("app.kubernetes.io/managed-by", "kaltstart")
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .withMatchExpressions(new LabelSelectorRequirement(EgressPod.OPEN, "DoesNotExist", List.of()))
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .addNewIngress()
                .addNewFrom()
                .withNewPodSelector()
                .endPodSelector()
                .endFrom()
                .endIngress()
                .addNewEgress()
                .addNewTo()
                .withNewPodSelector()
                .endPodSelector()
                .endTo()
                .endEgress()
                .addNewEgress()
                .addNewTo()
                .withNewNamespaceSelector()
                .addToMatchLabels("kubernetes.io/metadata.name", "kube-system")
                .endNamespaceSelector()
                .endTo()
                .addNewPort()
                .withProtocol("UDP")
                .withPort(new IntOrString(DNS))
                .endPort()
                .addNewPort()
                .withProtocol("TCP")
                .withPort(new IntOrString(DNS))
                .endPort()
                .endEgress()
                .endSpec()
                .build();
    }
}
