package dev.kaltstart.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriageTableTest {

    private final TriageTable table = new TriageTable();

    @ParameterizedTest(name = "{0} {1}, twin {2}, node {3}, running {4}: {7}")
    @CsvSource(nullValues = "?", textBlock = """
            # alert                   , severity, twin , node , running, scenario    , subject, start
            Watchdog                  , none    , true , ?    , false  , ''          , ''     , ignore
            Watchdog                  , critical, true , true , false  , ''          , ''     , ignore
            InfoInhibitor             , ''      , false, ?    , false  , ''          , ''     , ignore
            KubeNodeNotReady          , info    , true , true , false  , ''          , ''     , ignore
            KubeNodeNotReady          , none    , true , true , false  , ''          , ''     , ignore
            KubeAPIDown               , critical, true , ?    , true   , cluster-loss, cluster, attach
            KubeAPIDown               , critical, true , ?    , false  , cluster-loss, cluster, propose
            KubeAPIDown               , critical, false, ?    , false  , cluster-loss, cluster, propose
            etcdInsufficientMembers   , critical, false, false, false  , cluster-loss, cluster, propose
            etcdMembersDown           , warning , false, true , false  , cluster-loss, cluster, propose
            etcdNoLeader              , critical, true , true , true   , cluster-loss, cluster, attach
            KubeletDown               , critical, false, ?    , false  , cluster-loss, cluster, propose
            KubeletDown               , critical, true , ?    , false  , cluster-loss, cluster, propose
            KubeletDown               , critical, true , false, false  , node-failure, node   , refuse
            KubeNodeNotReady          , warning , true , ?    , false  , node-failure, node   , refuse
            KubeNodeNotReady          , warning , false, false, false  , node-failure, node   , refuse
            LonghornNodeDown          , critical, true , false, true   , node-failure, node   , refuse
            TargetDown                , warning , true , false, false  , ''          , ''     , ignore
            TargetDown                , warning , true , ?    , false  , ''          , ''     , ignore
            KubeNodeNotReady          , warning , true , true , true   , node-failure, node   , attach
            KubeNodeNotReady          , warning , false, true , true   , node-failure, node   , attach
            TargetDown                , warning , false, true , true   , node-failure, node   , attach
            KubeNodeNotReady          , warning , true , true , false  , node-failure, node   , start
            KubeNodeUnreachable       , warning , true , true , false  , node-failure, node   , start
            KubeletDown               , critical, true , true , false  , node-failure, node   , start
            KubeletInstanceUnreachable, warning , true , true , false  , node-failure, node   , start
            LonghornNodeDown          , critical, true , true , false  , node-failure, node   , start
            TargetDown                , warning , true , true , false  , node-failure, node   , start
            KubeNodeNotReady          , ''      , true , true , false  , node-failure, node   , start
            KubeNodeNotReady          , warning , false, true , false  , node-failure, node   , propose
            KubeNodeUnreachable       , warning , false, true , false  , node-failure, node   , propose
            KubeletDown               , critical, false, true , false  , node-failure, node   , propose
            KubeletInstanceUnreachable, warning , false, true , false  , node-failure, node   , propose
            LonghornNodeDown          , critical, false, true , false  , node-failure, node   , propose
            TargetDown                , critical, false, true , false  , node-failure, node   , propose
            KubePodCrashLooping       , critical, true , true , false  , ''          , ''     , ignore
            kubenodenotready          , warning , true , true , false  , ''          , ''     , ignore
            ${execution}              , critical, true , true , true   , ''          , ''     , ignore
            ''                        , ''      , false, ?    , false  , ''          , ''     , ignore
            """)
    void meansWhatTheRowSays(
            String alertname,
            String severity,
            boolean twinOnly,
            Boolean nodeKnown,
            boolean running,
            String scenario,
            String subject,
            String start) {
        var inputs = new HashMap<String, Object>();
        inputs.put("alertname", alertname);
        inputs.put("severity", severity);
        inputs.put("twinOnly", twinOnly);
        inputs.put("nodeKnown", nodeKnown);
        inputs.put("recoveryRunning", running);

        inputs.put("clusterBusy", running);

        assertThat(table.decide("triage", inputs))
                .isEqualTo(Map.of("scenario", scenario, "subject", subject, "start", start));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HelmReleaseReconciliationFailure",
                "KustomizationReconciliationFailure",
                "FluxReconciliationFailure",
                "FluxInstanceAbsent",
                "FluxInstanceNotReady",
                "FluxKustomizationNotReady",
                "FluxHelmReleaseNotReady",
                "FluxGitRepositoryNotReady",
                "FluxOCIRepositoryNotReady",
                "FluxBucketNotReady",
                "FluxPruned",
                "FluxRevisionWentBack"
            })
    void aDriftStartsOnATwinIsProposedElsewhereAndDisturbsNoRecovery(String alertname) {
        assertThat(drift(alertname, true, null, false, false)).isEqualTo("start");
        assertThat(drift(alertname, false, null, false, false)).isEqualTo("propose");
        // an exporter on a node's network reports on Flux and not on the node
        assertThat(drift(alertname, false, true, false, false)).isEqualTo("propose");
        assertThat(drift(alertname, false, false, false, false)).isEqualTo("propose");
        for (boolean twinOnly : new boolean[] {true, false}) {
            assertThat(drift(alertname, twinOnly, null, true, true)).isEqualTo("attach");
            assertThat(drift(alertname, twinOnly, null, false, true))
                    .as("a recovery of any node")
                    .isEqualTo("attach");
        }
    }

    @Test
    void whatRunsForAnotherNodeDoesNotSwallowTheAlertOfANode() {
        var inputs = inputs("KubeNodeNotReady", "warning", false, true, false);
        inputs.put("clusterBusy", true);

        assertThat(table.decide("triage", inputs)).containsEntry("start", "propose");
    }

    private Object drift(
            String alertname, boolean twinOnly, @Nullable Boolean nodeKnown, boolean running, boolean busy) {
        var inputs = inputs(alertname, "error", twinOnly, nodeKnown, running);
        inputs.put("clusterBusy", busy);
        var row = table.decide("triage", inputs);
        assertThat(row).containsEntry("scenario", "gitops-drift").containsEntry("subject", "cluster");
        return String.valueOf(row.get("start"));
    }

    private static Map<String, Object> inputs(
            String alertname, String severity, boolean twinOnly, @Nullable Boolean nodeKnown, boolean running) {
        var inputs = new HashMap<String, Object>();
        inputs.put("alertname", alertname);
        inputs.put("severity", severity);
        inputs.put("twinOnly", twinOnly);
        inputs.put("nodeKnown", nodeKnown);
        inputs.put("recoveryRunning", running);
        return inputs;
    }
}
