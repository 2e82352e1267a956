package dev.kaltstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers as a kube-apiserver gives them: what a person has to change, and what is only away. */
class KubernetesTroubleTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500|failed to create typed patch object (media/echo; apps/v1, Kind=Deployment): .spec.replicas: expected"
                        + " numeric (int or float), got &value.valueUnstructured{Value:\"many\"}",
                "500|failed to create typed patch object (media/echo; apps/v1, Kind=Deployment): .spec.template.spec.volume:"
                        + " field not declared in schema",
                "500|failed to create manager for existing fields: failed to convert new object (media/echo; apps/v1,"
                        + " Kind=Deployment) to smd typed: .spec.template.spec.containers[name=\"app\"].env: duplicate"
                        + " entries for key [name=\"TZ\"]",
                "400|Deployment in version \"v1\" cannot be handled as a Deployment: json: cannot unmarshal string into Go"
                        + " struct field DeploymentSpec.spec.replicas of type int32",
                "400|admission webhook \"validate.example\" denied the request: no latest tag",
                "503|admission webhook \"validate.example\" denied the request: the policy server says no",
                "403|pods \"echo\" is forbidden: exceeded quota: compute, requested: limits.cpu=2",
                "403|deployments.apps \"echo\" is forbidden: User \"reader\" cannot patch resource \"deployments\"",
                "422|Deployment.apps \"echo\" is invalid: spec.selector: Invalid value: field is immutable"
            })
    void whatIsRefusedForGoodGoesToAPerson(int code, String message) {
        assertThat(KubernetesTrouble.refused(answer(code, message))).isTrue();
        assertThat(KubernetesTrouble.mayPass(answer(code, message))).isFalse();
        assertThat(KubernetesTrouble.message(answer(code, message))).startsWith("answered " + code + ": ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500|etcdserver: leader changed",
                "500|etcdserver: request timed out",
                "500|rpc error: code = Unavailable desc = transport is closing",
                "500|Internal error occurred: failed calling webhook \"validate.example\": failed to call webhook: Post"
                        + " \"https://policy.media.svc:443/validate?timeout=10s\": context deadline exceeded",
                "500|Internal error occurred: failed calling webhook \"validate.example\": failed to call webhook: an error"
                        + " on the server (\"deployment is invalid\") has prevented the request from succeeding",
                "500|Internal error occurred: resource quota evaluation timed out",
                "503|the server is currently unable to handle the request",
                "504|Timeout: request did not complete within requested timeout - context deadline exceeded",
                "429|the server has received too many requests and has asked us to try again later"
            })
    void whatIsAwayIsWaitedFor(int code, String message) {
        assertThat(KubernetesTrouble.mayPass(answer(code, message))).isTrue();
        assertThat(KubernetesTrouble.refused(answer(code, message))).isFalse();
    }

    @Test
    void aWebhookThatIsAwayIsNotTheApi() {
        assertThat(KubernetesTrouble.webhook(answer(500, "Internal error occurred: failed calling webhook \"v\": EOF")))
                .isTrue();
        assertThat(KubernetesTrouble.webhook(answer(500, "etcdserver: leader changed")))
                .isFalse();
    }

    @Test
    void aConnectionThatIsRefusedIsAwayToo() {
        var refused = new KubernetesClientException("Operation: [get]", new ConnectException("Connection refused"));

        assertThat(KubernetesTrouble.mayPass(refused)).isTrue();
        assertThat(KubernetesTrouble.refused(refused)).isFalse();
    }

    private static KubernetesClientException answer(int code, String message) {
        var status = new StatusBuilder().withCode(code).withMessage(message).build();
        return new KubernetesClientException("Failure executing: PATCH", code, status);
    }
}
