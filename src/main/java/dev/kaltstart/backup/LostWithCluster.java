package dev.kaltstart.backup;

import dev.kaltstart.backup.ledger.LedgerEntry;
import dev.kaltstart.backup.method.ObjectNames;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.volumes.DeclaredVolume;
import dev.kaltstart.cluster.volumes.Protection;
import dev.kaltstart.engine.Run;
import dev.kaltstart.storage.LostClaim;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a whole cluster takes with it, and what of it can come back. */
@Component
class LostWithCluster {

    private static final String TROUBLE = "was lost with the cluster";

    private final BindingsBefore bindings;

    LostWithCluster(BindingsBefore bindings) {
        this.bindings = bindings;
    }

    /**
     * @param claims whose data can come back, or of which the repository does not say enough
     * @param unnamed by namespace, the applications that have such claims, whose names only a chart or an operator knows
     * @param empty nothing backs them up
     * @param outside whose data is elsewhere, and named in the repository
     */
    record Found(
            List<LostClaim> claims,
            SortedMap<String, TreeSet<String>> unnamed,
            List<String> empty,
            List<String> outside) {}

    Found in(Run run) {
        Inventory inventory = run.cluster().inventory();
        Map<String, LedgerEntry> before = bindings.of(run);
        var claims = new TreeMap<String, LostClaim>();
        var unnamed = new TreeMap<String, TreeSet<String>>();
        var empty = new TreeSet<String>();
        var outside = new TreeSet<String>();
        var names = new ClaimsByName(run.cluster().kubernetes(), before.keySet());
        for (DeclaredVolume volume : inventory.volumes().all()) {
            if (isMount(volume)) {
                continue;
            }
            List<String> ids = names.of(volume);
            if (ids.isEmpty() && volume.protection().compareTo(Protection.NONE) > 0) {
                unnamed.computeIfAbsent(volume.namespace(), any -> new TreeSet<>())
                        .add(volume.app());
            }
            ids.forEach(id -> {
                @Nullable LedgerEntry entry = before.get(id);
                if (isStatic(volume, entry)) {
                    outside.add(id);
                } else if (volume.protection() == Protection.NONE && !hasBackup(entry)) {
                    empty.add(id);
                } else {
                    claims.put(id, claim(id, entry, owner(inventory, volume, entry)));
                }
            });
        }
        // what the repository did not show, and what had a backup all the same
        before.forEach((id, entry) -> {
            if (!claims.containsKey(id) && !outside.contains(id) && hasBackup(entry)) {
                empty.remove(id);
                claims.put(id, claim(id, entry, entry.volume().owner()));
            }
        });
        empty.removeAll(claims.keySet());
        return new Found(List.copyOf(claims.values()), unnamed, List.copyOf(empty), List.copyOf(outside));
    }

    /** A directory that is mounted without a claim has an address for a name. */
    private static boolean isMount(DeclaredVolume volume) {
        return Pattern.compile("[:/]").matcher(volume.claim()).find() || !ObjectNames.isName(volume.namespace());
    }

    /** A volume that a person has made is in the repository, and is bound again as it was. */
    private static boolean isStatic(DeclaredVolume volume, @Nullable LedgerEntry entry) {
        return volume.protection() == Protection.OUTSIDE
                && (entry == null
                        ? volume.storageClass().isEmpty()
                        : entry.volume().provisionedBy() == null);
    }

    private static boolean hasBackup(@Nullable LedgerEntry entry) {
        return entry != null && entry.backup() != null;
    }

    private static @Nullable String owner(Inventory inventory, DeclaredVolume volume, @Nullable LedgerEntry entry) {
        if (entry != null && entry.volume().owner() != null) {
            return entry.volume().owner();
        }
        return inventory.kustomizations().stream()
                .filter(one -> one.name().equals(volume.app()))
                .map(one -> one.namespace() + "/" + one.name())
                .findFirst()
                .orElse(null);
    }

    private static LostClaim claim(String id, @Nullable LedgerEntry entry, @Nullable String owner) {
        int slash = id.indexOf('/');
        return new LostClaim(
                id.substring(0, slash),
                id.substring(slash + 1),
                TROUBLE,
                entry == null ? null : entry.volume().name(),
                null,
                owner,
                false);
    }
}
