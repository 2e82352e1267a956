package dev.kaltstart.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriageTableTest {

    private final TriageTable table = new TriageTable();

    @ParameterizedTest(name = "{0} of job {1}: {2}")
    @CsvSource(textBlock = """
            Watchdog                  , ''            , monitoring
            InfoInhibitor             , ''            , monitoring
            DatasourceError           , ''            , monitoring
            DatasourceNoData          , ''            , monitoring
            TestAlert                 , ''            , monitoring
            MonitoringSilent          , ''            , monitoring
            KubeNodeNotReady          , kube-state-metrics, node
            KubeNodeUnreachable       , ''            , node
            KubeletInstanceUnreachable, ''            , node
            KubernetesNodeNotReady    , ''            , node
            KubeletDown               , ''            , kubelet
            LonghornNodeDown          , ''            , longhorn
            TargetDown                , kubelet       , kubelet-target
            InstanceDown              , kubelet       , kubelet-target
            TargetDown                , kube-scheduler, target
            TargetDown                , node-exporter , target
            TargetDown                , ''            , target
            InstanceDown              , node          , target
            PrometheusTargetMissing   , node          , target
            etcdMembersDown           , kube-etcd     , member
            etcdNoLeader              , kube-etcd     , no-leader
            EtcdNoLeader              , ''            , no-leader
            etcdInsufficientMembers   , kube-etcd     , quorum
            EtcdInsufficientMembers   , ''            , quorum
            KubeAPIDown               , apiserver     , api
            ClusterSilent             , ''            , api
            KubePodCrashLooping       , ''            , ''
            kubenodenotready          , ''            , ''
            ${execution}              , ''            , ''
            ''                        , ''            , ''
            """)
    void isASignOf(String alertname, String job, String sign) {
        assertThat(sign(alertname, job, true)).isEqualTo(sign);
    }

    /** The kinds that notification-controller and flux-operator send events about (their API references). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Kustomization",
                "HelmRelease",
                "GitRepository",
                "OCIRepository",
                "Bucket",
                "HelmRepository",
                "HelmChart",
                "ExternalArtifact",
                "ArtifactGenerator",
                "ResourceSet",
                "ResourceSetInputProvider"
            })
    void whatFluxAppliesAndTakesFromWhereIsADrift(String kind) {
        assertThat(sign("Flux" + kind + "NotReady", "", true)).isEqualTo("flux");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ImageRepository", "ImagePolicy", "ImageUpdateAutomation", "Alert", "Provider", "Receiver"})
    void whatFluxScansAndSendsIsNone(String kind) {
        assertThat(sign("Flux" + kind + "NotReady", "", true)).isEqualTo("flux-extra");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FluxReconciliationFailure",
                "ReconciliationFailure",
                "FluxResourceNotReady",
                "HelmReleaseReconciliationFailure",
                "KustomizationReconciliationFailure",
                "FluxInstanceAbsent",
                "FluxInstanceNotReady",
                "FluxPruned",
                "FluxRevisionWentBack",
                "FluxManualChange"
            })
    void knowsTheRulesAboutFlux(String alertname) {
        assertThat(sign(alertname, "", true)).isEqualTo("flux");
    }

    @Test
    void whatWasNotMeasuredIsNoSign() {
        assertThat(sign("KubeNodeNotReady", "", false)).isEqualTo("monitoring");
        assertThat(sign("etcdInsufficientMembers", "", false)).isEqualTo("monitoring");
    }

    @Test
    void everyNameThatMayBeMappedToIsKnown() throws IOException {
        var schema = new ObjectMapper()
                .readTree(Files.readString(Path.of("src/main/resources/schema/kaltstart.schema.json")));
        var names = schema.at("/definitions/alerts/properties/names/additionalProperties/enum");
        assertThat(names).isNotEmpty();
        names.forEach(name ->
                assertThat(sign(name.asText(), "", true)).as(name.asText()).isNotEqualTo(""));
    }

    @ParameterizedTest(name = "{0} {1}, twin {2}, node {3}, quorum lost {4}, running {5}: {6} {7} {8} {9}")
    @CsvSource(nullValues = "?", textBlock = """
            # sign        , severity, twin , node , lost , running      , scenario    , subject      , start  , ignored
            monitoring    , critical, true , true , true , none         , ''          , ''           , ignore , monitoring
            node          , info    , true , true , false, none         , ''          , ''           , ignore , not-for-people
            node          , none    , true , true , false, none         , ''          , ''           , ignore , not-for-people
            ''            , critical, true , true , true , node         , ''          , ''           , ignore , unknown-name
            target        , critical, true , true , false, node         , ''          , ''           , ignore , target
            flux-extra    , error   , false, ?    , false, none         , ''          , ''           , ignore , flux-extra
            quorum        , critical, true , ?    , false, everything   , cluster-loss, cluster      , attach , ''
            quorum        , critical, true , ?    , false, none         , cluster-loss, cluster      , propose, ''
            quorum        , critical, false, ?    , false, control-plane, cluster-loss, cluster      , propose, ''
            member        , warning , false, ?    , false, none         , node-failure, control-plane, propose, ''
            member        , warning , true , ?    , false, none         , node-failure, control-plane, propose, ''
            member        , warning , true , ?    , false, control-plane, node-failure, control-plane, attach , ''
            member        , warning , true , true , false, node         , node-failure, control-plane, attach , ''
            member        , warning , true , ?    , false, other        , node-failure, control-plane, propose, ''
            member        , warning , true , ?    , true , control-plane, cluster-loss, cluster      , propose, ''
            member        , warning , true , ?    , true , everything   , cluster-loss, cluster      , attach , ''
            no-leader     , critical, true , true , false, none         , node-failure, node         , propose, ''
            no-leader     , critical, true , false, false, none         , node-failure, control-plane, propose, ''
            no-leader     , critical, false, true , true , none         , cluster-loss, cluster      , propose, ''
            api           , critical, true , ?    , false, none         , cluster-loss, cluster      , propose, ''
            api           , critical, false, ?    , false, node         , cluster-loss, cluster      , propose, ''
            api           , critical, true , ?    , false, everything   , cluster-loss, cluster      , attach , ''
            api           , critical, true , true , false, none         , ''          , ''           , ignore , one-of-several
            api           , critical, true , true , false, node         , node-failure, node         , attach , ''
            api           , critical, true , true , true , none         , cluster-loss, cluster      , propose, ''
            kubelet       , critical, false, ?    , false, none         , cluster-loss, cluster      , propose, ''
            kubelet       , critical, true , ?    , false, none         , cluster-loss, cluster      , propose, ''
            kubelet       , critical, true , ?    , false, everything   , cluster-loss, cluster      , attach , ''
            kubelet       , critical, true , false, false, none         , node-failure, node         , refuse , ''
            longhorn      , critical, true , ?    , false, node         , ''          , ''           , ignore , no-node
            longhorn      , critical, true , false, false, node         , node-failure, node         , refuse , ''
            kubelet-target, warning , true , false, false, none         , ''          , ''           , ignore , target
            kubelet-target, warning , true , ?    , false, none         , ''          , ''           , ignore , target
            node          , warning , true , ?    , false, none         , node-failure, node         , refuse , ''
            node          , warning , false, false, false, none         , node-failure, node         , refuse , ''
            node          , warning , true , true , false, node         , node-failure, node         , attach , ''
            node          , warning , false, true , false, everything   , node-failure, node         , attach , ''
            node          , warning , false, true , false, control-plane, node-failure, node         , propose, ''
            node          , warning , false, true , false, other        , node-failure, node         , propose, ''
            node          , warning , true , true , false, none         , node-failure, node         , start  , ''
            kubelet       , warning , true , true , false, none         , node-failure, node         , start  , ''
            longhorn      , critical, true , true , false, none         , node-failure, node         , start  , ''
            kubelet-target, warning , true , true , false, none         , node-failure, node         , start  , ''
            node          , ''      , true , true , true , none         , node-failure, node         , start  , ''
            node          , warning , false, true , false, none         , node-failure, node         , propose, ''
            kubelet-target, critical, false, true , false, none         , node-failure, node         , propose, ''
            flux          , error   , true , ?    , false, none         , gitops-drift, cluster      , start  , ''
            flux          , error   , false, ?    , false, none         , gitops-drift, cluster      , propose, ''
            flux          , error   , false, true , false, none         , gitops-drift, cluster      , propose, ''
            flux          , error   , false, false, false, none         , gitops-drift, cluster      , propose, ''
            flux          , error   , true , ?    , false, other        , gitops-drift, cluster      , attach , ''
            flux          , error   , false, ?    , false, node         , gitops-drift, cluster      , attach , ''
            flux          , error   , false, ?    , false, control-plane, gitops-drift, cluster      , attach , ''
            """)
    void meansWhatTheRowSays(
            String sign,
            String severity,
            boolean twinOnly,
            Boolean nodeKnown,
            boolean quorumLost,
            String running,
            String scenario,
            String subject,
            String start,
            String ignored) {
        var inputs = new HashMap<String, Object>();
        inputs.put("sign", sign);
        inputs.put("severity", severity);
        inputs.put("twinOnly", twinOnly);
        inputs.put("nodeKnown", nodeKnown);
        inputs.put("quorumLost", quorumLost);
        inputs.put("running", running);

        assertThat(table.decide("triage", inputs))
                .isEqualTo(Map.of("scenario", scenario, "subject", subject, "start", start, "ignored", ignored));
    }

    private String sign(String alertname, String job, boolean measured) {
        return String.valueOf(
                table.decide("triage_sign", Map.of("alertname", alertname, "job", job, "measured", measured))
                        .get("sign"));
    }
}
