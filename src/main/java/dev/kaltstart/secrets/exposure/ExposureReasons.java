package dev.kaltstart.secrets.exposure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which values the leak opens, and why. A secret that opens others takes them with it: an age key in a file that the leaked one
 * opens, the secrets of Talos, a token of 1Password.
 */
final class ExposureReasons {

    private static final String READS_ALL = ": it can read every Secret of the cluster";

    private final Function<ValueHistory, ValueKind> kinds;
    private final boolean veleroBackups;

    private Leak leak;
    private String age = "";
    private @Nullable String cluster;
    private @Nullable String store;

    /** @param veleroBackups whether the backups contain the Secrets of the cluster */
    ExposureReasons(Leak leak, Function<ValueHistory, ValueKind> kinds, boolean veleroBackups) {
        this.leak = leak;
        this.kinds = kinds;
        this.veleroBackups = veleroBackups;
        this.cluster = leak.kubeconfig()
                ? "a kubeconfig leaked" + READS_ALL
                : leak.talosconfig()
                        ? "the access to Talos leaked" + READS_ALL
                        : leak.backup() && veleroBackups
                                ? "the backups of Velero contain the Secrets of the cluster"
                                : null;
        this.store = leak.onePassword() ? "a token of 1Password leaked" : null;
    }

    /** The exposed values with their reasons; empty when the histories have to be read again, with every age key. */
    Optional<Map<ValueHistory, String>> of(List<ValueHistory> values) {
        Map<ValueHistory, String> found = round(values);
        for (int size = -1; size != found.size(); ) {
            size = found.size();
            Map<ValueKind, ValueHistory> first = new HashMap<>();
            found.keySet().forEach(value -> first.putIfAbsent(kinds.apply(value), value));
            if (first.containsKey(ValueKind.AGE_KEY) && !leak.everyAgeKey()) {
                leak = leak.withEveryAgeKey();
                age = ", through the age key in " + shown(first, ValueKind.AGE_KEY);
                return Optional.empty();
            }
            if (first.containsKey(ValueKind.TALOS) && cluster == null) {
                cluster = "the access to the cluster in " + shown(first, ValueKind.TALOS) + " is exposed" + READS_ALL;
            }
            if (first.containsKey(ValueKind.ONE_PASSWORD) && store == null) {
                store = "the token of 1Password in " + shown(first, ValueKind.ONE_PASSWORD) + " is exposed";
            }
            found = round(values);
        }
        return Optional.of(found);
    }

    private static String shown(Map<ValueKind, ValueHistory> first, ValueKind kind) {
        ValueHistory value = first.get(kind);
        return value == null ? "" : SafeName.shown(value.file());
    }

    /** As far as it is known by now. */
    Leak leak() {
        return leak;
    }

    private Map<ValueHistory, String> round(List<ValueHistory> values) {
        var found = new LinkedHashMap<ValueHistory, String>();
        for (ValueHistory value : values) {
            List<String> reasons = reasons(value);
            if (!reasons.isEmpty()) {
                found.put(value, String.join("; ", reasons) + before(value));
            }
        }
        return found;
    }

    private static String before(ValueHistory value) {
        return value.earlierFiles().isEmpty()
                ? ""
                : "; earlier as "
                        + SafeName.shown(String.join(
                                ", ", value.earlierFiles().stream().limit(3).toList()));
    }

    private List<String> reasons(ValueHistory value) {
        var reasons = new ArrayList<String>();
        if (!value.plain().isEmpty()) {
            reasons.add("in clear text in the repository: it is exposed to anybody who has the repository");
        }
        if (!value.opened().isEmpty()) {
            reasons.add("encrypted for the leaked age key" + age
                    + (value.isPartOfKey() ? ", as one of several key groups that SOPS needs" : ""));
        }
        if (!leak.file().isEmpty()
                && (value.file().equals(leak.file()) || value.earlierFiles().contains(leak.file()))) {
            reasons.add("its file leaked in clear text");
        }
        if (store != null && value.place().fromStore()) {
            reasons.add(store + ": it can read this item");
        }
        if (cluster != null && value.livedSince(since(value))) {
            reasons.add(cluster);
        }
        own(kinds.apply(value)).ifPresent(reasons::add);
        return reasons;
    }

    /** Without a day, only what the cluster has now. */
    private Instant since(ValueHistory value) {
        return leak.since().equals(Instant.EPOCH) && !value.isAtHead() ? Instant.MAX : leak.since();
    }

    /** It is itself what leaked. */
    private Optional<String> own(ValueKind kind) {
        boolean leaked = switch (kind) {
            case GIT -> leak.gitToken();
            case S3, BACKUP_PASSWORD -> leak.backup();
            case ONE_PASSWORD -> leak.onePassword();
            case TALOS -> leak.talosconfig() || leak.kubeconfig();
            default -> false;
        };
        return leaked ? Optional.of("a " + kind.label() + " leaked, and it may be this one") : Optional.empty();
    }
}
