package dev.kaltstart.flux.object;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages as the controllers write them. */
class CauseTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "WEBHOOK|ReconciliationFailed|Ingress/office/paperless dry-run failed (InternalError): Internal error occurred:"
                        + " failed calling webhook \"validate.example\": no endpoints available for service \"admission\"",
                "WEBHOOK|ReconciliationFailed|Ingress/x/y dry-run failed (InternalError): Internal error occurred: failed"
                        + " calling webhook \"v\": failed to call webhook: Post \"https://a.b.svc\": context deadline exceeded",
                "WEBHOOK|UpgradeFailed|Helm upgrade failed for release a/b with chart c@1.0.0: Internal error occurred: failed"
                        + " calling webhook \"v\": failed to call webhook: connection refused",
                "DENIED|ReconciliationFailed|Pod/a/b dry-run failed (Forbidden): admission webhook \"k.example\" denied the"
                        + " request: no latest tag",
                "DENIED|ReconciliationFailed|Pod/a/b dry-run failed (Invalid): ValidatingAdmissionPolicy 'p' with binding 'b'"
                        + " denied request: failed expression",
                "DENIED|ReconciliationFailed|Pod/a/b dry-run failed (Forbidden): pods \"b\" is forbidden: violates"
                        + " PodSecurity \"restricted:latest\": privileged",
                "QUOTA|ReconciliationFailed|PersistentVolumeClaim/a/b dry-run failed (Forbidden): persistentvolumeclaims"
                        + " \"b\" is forbidden: exceeded quota: storage, requested: requests.storage=5Gi",
                "QUOTA|ReconciliationFailed|Pod/a/b dry-run failed (Forbidden): pods \"b\" is forbidden: maximum cpu usage"
                        + " per Container is 1, but limit is 2",
                "QUOTA|InstallFailed|Helm install failed for release a/b with chart c@1.0.0: pods \"b\" is forbidden: failed"
                        + " quota: compute: must specify limits.cpu",
                "FORBIDDEN|ReconciliationFailed|Role/a/b dry-run failed (Forbidden): roles \"b\" is forbidden: User"
                        + " \"system:serviceaccount:a:flux\" cannot patch resource \"roles\" in API group \"rbac\"",
                "FORBIDDEN|AccessDenied|can't access 'GitRepository/b/c', cross-namespace references have been blocked",
                "API_UNAVAILABLE|ReconciliationFailed|Service/a/b dry-run failed (ServiceUnavailable): the server is currently"
                        + " unable to handle the request",
                "API_UNAVAILABLE|ReconciliationFailed|Service/a/b dry-run failed: etcdserver: request timed out",
                "TIMED_OUT|HealthCheckFailed|health check failed after 5m0s: timeout waiting for: [Deployment/a/b status:"
                        + " 'InProgress']",
                "TIMED_OUT|UpgradeFailed|Helm upgrade failed for release a/b with chart c@1.0.0: context deadline exceeded",
                "UNHEALTHY|HealthCheckFailed|health check failed after 2s: failed early due to stalled resources:"
                        + " [Deployment/a/b status: 'Failed']",
                "INVALID|ReconciliationFailed|Deployment/a/b dry-run failed: failed to create typed patch object"
                        + " (a/b; apps/v1, Kind=Deployment): .spec.replicas: expected numeric (int or float), got string",
                "INVALID|ReconciliationFailed|Deployment/a/b dry-run failed (Invalid): spec.selector: Invalid value: field"
                        + " is immutable",
                "INVALID|ReconciliationFailed|Deployment/a/b dry-run failed (Invalid): Deployment.apps \"b\" is invalid:"
                        + " spec.strategy.type: Unsupported value: \"Rolling\"",
                "REFUSED|ReconciliationFailed|ServiceMonitor/a/b dry-run failed (Invalid): ServiceMonitor.monitoring.coreos.com"
                        + " \"b\" is invalid: spec.endpoints[0].scheme: Unsupported value: \"HTTPS\"",
                "REFUSED|ReconciliationFailed|Service/a/b dry-run failed (Invalid): Service \"b\" is invalid:"
                        + " spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated",
                "REFUSED|ReconciliationFailed|ServiceMonitor/a/b dry-run failed: no matches for kind \"ServiceMonitor\" in"
                        + " version \"monitoring.coreos.com/v1\"",
                "REFUSED|ReconciliationFailed|ConfigMap/a/b dry-run failed (NotFound): namespaces \"a\" not found",
                "HELM|InstallFailed|Helm install failed for release a/b with chart c@1.0.0: execution error at (c/t.yaml:1)",
                "PRUNE|PruneFailed|prune failed: Namespace/a delete failed",
                "IN_PROGRESS|Progressing|Reconciliation in progress",
                "IN_PROGRESS|HealthCheckCanceled|New reconciliation triggered by GitRepository/a/b"
            })
    void tellsWhatAConditionSays(Cause cause, String reason, String message) {
        assertThat(Cause.of(reason, message)).isEqualTo(cause);
    }
}
