package dev.kaltstart.flux.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class FieldOwnersTest {

    private static final String LIVE = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: app
              labels: {a: b, hand: made}
              managedFields:
                - manager: kustomize-controller
                  operation: Apply
                  fieldsV1: {"f:metadata": {"f:labels": {"f:a": {}}}, "f:spec": {"f:replicas": {}, "f:template": {"f:spec": {"f:containers": {"k:{\\"name\\":\\"app\\"}": {".": {}, "f:image": {}}}}}}}
                - manager: kubectl-edit
                  operation: Update
                  fieldsV1: {"f:metadata": {"f:labels": {"f:hand": {}}}, "f:spec": {"f:template": {"f:spec": {"f:containers": {"k:{\\"name\\":\\"app\\"}": {"f:image": {}}}}}}}
                - manager: autoscaler
                  operation: Update
                  subresource: scale
                  fieldsV1: {"f:spec": {"f:replicas": {}}}
                - manager: operator
                  operation: Update
                  fieldsV1: {"f:spec": {"f:strategy": {}}}
            spec:
              replicas: 5
              strategy: {type: Recreate}
              template: {spec: {containers: [{name: side, image: s}, {name: app, image: by-hand}]}}
            """;

    private static ObjectNode read(String yaml) {
        // what begins with a brace is taken for JSON
        return Serialization.unmarshal("---\n" + yaml, ObjectNode.class);
    }

    @Test
    void namesThoseWhoAnswerForWhatDiffers() {
        JsonNode live = read(LIVE);
        JsonNode other = read(LIVE.replace("by-hand", "from-git"));

        var fields = Fields.between(live, other);

        assertThat(fields.paths()).singleElement().asString().isEqualTo("[spec, template, spec, containers, 1, image]");
        assertThat(new FieldOwners(live).of(fields)).containsExactly("kubectl-edit");
        assertThat(new FieldOwners(live).of(Fields.between(live, read(LIVE.replace("replicas: 5", "replicas: 1")))))
                .containsExactly("autoscaler");
        assertThat(new FieldOwners(live).of(Fields.between(live, read(LIVE.replace("Recreate", "RollingUpdate")))))
                .containsExactly("operator");
    }

    @Test
    void knowsWhatTheControllerTakesBackThoughGitSaysNothingOfIt() {
        JsonNode wanted = read("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: app, labels: {a: b}}
                spec: {replicas: 5, template: {spec: {containers: [{name: app, image: x}]}}}
                """);

        assertThat(new FieldOwners(read(LIVE)).takenBack(wanted)).containsExactly("kubectl-edit");
        assertThat(new FieldOwners(read(LIVE.replace("manager: kubectl-edit", "manager: flux"))).takenBack(wanted))
                .isEmpty();
        assertThat(new FieldOwners(read(LIVE.replace("{\"f:strategy\": {}}", "{}")
                                .replace("\"f:spec\": {}}", "\"f:metadata\": {\"f:labels\": {\"f:hand\": {}}}}")))
                        .takenBack(wanted))
                .as("somebody else answers for it, too")
                .isEmpty();
    }

    @Test
    void takesNumbersAndNothingForWhatTheyAre() {
        JsonNode live = read("{kind: X, spec: {a: 1, list: [], map: {}, n: null}, status: {x: 1}}");

        assertThat(Fields.between(live, read("{kind: X, spec: {a: 1.0}, status: {x: 2}}"))
                        .none())
                .isTrue();
        assertThat(Fields.between(live, read("{kind: X, spec: {a: 2}}")).none()).isFalse();
        assertThat(Fields.between(
                                read("{spec: {l: [{name: a}, {name: b}]}}"),
                                read("{spec: {l: [{name: b}, {name: a}]}}"))
                        .none())
                .isTrue();
        assertThat(Fields.between(read("{spec: {l: [{name: a}]}}"), read("{spec: {l: [{name: a}, {name: b}]}}"))
                        .none())
                .isFalse();
    }

    @Test
    void liftsWhatWasTakenOutOfAManifest() {
        ObjectNode wanted = read("{kind: Secret, stringData: {a: kaltstart-masked-value, b: plain}, data: {c: x}}");

        assertThat(RedactedValues.lift(wanted, read("{kind: Secret, data: {a: YWE=, b: cGxhaW4=}}")))
                .isTrue();
        assertThat(wanted.path("stringData").path("a").asText()).isEqualTo("aa");
        ObjectNode list =
                read("{kind: X, spec: {l: [{v: 'token kaltstart-masked-value'}], n: kaltstart-masked-value}}");
        assertThat(RedactedValues.lift(list, read("{kind: X, spec: {l: [{v: token x}]}}")))
                .isTrue();
        assertThat(list.path("spec").path("l").path(0).path("v").asText()).isEqualTo("token x");
        assertThat(RedactedValues.lift(read("{kind: X, a: b}"), read("{kind: X, a: b}")))
                .isFalse();
    }
}
