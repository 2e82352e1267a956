package dev.kaltstart.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

        assertThat(table.decide("triage", inputs))
                .isEqualTo(Map.of("scenario", scenario, "subject", subject, "start", start));
    }
}
