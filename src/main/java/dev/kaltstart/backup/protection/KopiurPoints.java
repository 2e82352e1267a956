package dev.kaltstart.backup.protection;

import dev.kaltstart.cluster.DataSystem;
import java.util.List;
import java.util.Map;

/**
 * Kopiur: the last snapshot of a policy that went well, when the policy is about one claim: of several, nothing says which
 * (src: home-operations/kopiur:crates/api/src/snapshot_policy.rs).
 */
final class KopiurPoints implements PointSource {

    @Override
    public void read(LiveKinds kinds, List<LiveClaim> claims, FoundPoints found) {
        var policies = kinds.list("kopiur.home-operations.com", "v1alpha1", "SnapshotPolicy", "snapshotpolicies");
        var byId = LiveClaim.byId(claims);
        policies.forEach(policy -> {
            var names = names(policy);
            names.stream().distinct().forEach(name -> {
                var claim = byId.get(policy.namespace() + "/" + name);
                if (claim != null) {
                    read(policy, names.size() > 1, claim, found);
                }
            });
        });
    }

    private static List<String> names(LiveObject policy) {
        return policy.list("spec", "sources").stream()
                .map(source -> source instanceof Map<?, ?> map && map.get("pvc") instanceof Map<?, ?> claim
                        ? String.valueOf(claim.get("name"))
                        : "")
                .toList();
    }

    private static void read(LiveObject policy, boolean several, LiveClaim claim, FoundPoints found) {
        found.method(claim, DataSystem.KOPIUR);
        var time = policy.time("status", "lastSuccessfulSnapshot");
        if (several) {
            found.remark(claim, policy.label() + " is about several volumes, and does not say which went well");
        } else if (time.isEmpty()) {
            found.remark(claim, policy.label() + " shows no snapshot that went well");
        } else {
            found.point(claim, new NewestPoint(DataSystem.KOPIUR, policy.label(), time.get()));
        }
    }
}
