package dev.kaltstart.backup.ledger;

import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.shell.Redaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What of the attributes and mount options of a volume may be recorded: only what the driver is known to need for a mount, so
 * that a secret in an unexpected attribute is not kept.
 *
 * @param redaction knows what looks like a secret
 */
record DriverAttributes(Redaction redaction) {

    /** One line of visible characters: it is shown in plans. */
    static final Pattern TEXT = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{1,1000}");

    /**
     * Names in lower case (src: democratic-csi/democratic-csi, 1.9.4:src/driver/controller-*, freenas/api.js;
     * SynologyOpenSource/synology-csi:pkg/driver/{controllerserver,nodeserver}.go;
     * kubernetes-csi/csi-driver-nfs:pkg/nfs/{nfs,nodeserver}.go, which reads the names in any case).
     */
    private static final Map<DataSystem, Set<String>> NEEDED = Map.of(
            DataSystem.DEMOCRATIC_CSI,
            Set.of(
                    "node_attach_driver",
                    "provisioner_driver",
                    "provisioner_driver_instance_id",
                    "server",
                    "share",
                    "portal",
                    "portals",
                    "interface",
                    "iqn",
                    "lun",
                    "transport",
                    "transports",
                    "nqn",
                    "nsid"),
            DataSystem.SYNOLOGY,
            Set.of("dsm", "protocol", "source", "formatoptions", "mountpermissions", "basedir"),
            DataSystem.NFS,
            Set.of(
                    "server",
                    "share",
                    "subdir",
                    "ondelete",
                    "mountpermissions",
                    "csi.storage.k8s.io/pvc/name",
                    "csi.storage.k8s.io/pvc/namespace",
                    "csi.storage.k8s.io/pv/name"));

    /** Written by the provisioner for itself (src: kubernetes-csi/external-provisioner:pkg/controller/controller.go). */
    private static final String PROVISIONER = "storage.kubernetes.io/csiProvisionerIdentity";

    private static final Pattern OPTION = Pattern.compile("[a-z0-9_]{1,30}(=[A-Za-z0-9_.,:/%+=-]{1,200})?");
    private static final Pattern PERSONAL = Pattern.compile("(?i).*(user|pass|cred|secret|key|token|domain).*");

    /** As in an address: user, colon, password, at. */
    private static final Pattern WITH_PASSWORD = Pattern.compile(".*:[^@]*@.*");

    private static final int MOST = 30;

    /**
     * @param values that can be recorded
     * @param leftOut names of the others
     */
    record Screened<T>(T values, List<String> leftOut) {}

    Screened<Map<String, String>> attributes(DataSystem system, Map<String, String> all) {
        var needed = NEEDED.getOrDefault(system, Set.of());
        var kept = new TreeMap<String, String>();
        var leftOut = new TreeSet<String>();
        all.forEach((name, value) -> {
            if (name.equals(PROVISIONER) || value == null || value.isEmpty()) {
                return;
            }
            if (needed.contains(name.toLowerCase(Locale.ROOT))
                    && TEXT.matcher(value).matches()
                    && !WITH_PASSWORD.matcher(value).matches()
                    && !redaction.hasSecret(value)) {
                kept.put(name, value);
            } else if (TEXT.matcher(name).matches()) {
                leftOut.add(name);
            }
        });
        return new Screened<>(kept, leftOut.stream().limit(MOST).toList());
    }

    Screened<List<String>> mountOptions(List<String> all) {
        var kept = new LinkedHashMap<String, Boolean>();
        all.stream().filter(option -> !option.isEmpty()).limit(MOST).forEach(option -> {
            var usable = OPTION.matcher(option).matches()
                    && !PERSONAL.matcher(option).matches()
                    && !redaction.hasSecret(option);
            kept.put(usable ? option : name(option), usable);
        });
        return new Screened<>(names(kept, true), names(kept, false));
    }

    /** Of an option that is not one, nothing is kept: it may be the secret itself. */
    private static String name(String option) {
        var name = option.split("=", 2)[0];
        return name.matches("[A-Za-z0-9_]{1,30}") && option.contains("=") ? name : "a mount option";
    }

    private static List<String> names(Map<String, Boolean> options, boolean usable) {
        return options.entrySet().stream()
                .filter(option -> option.getValue() == usable)
                .map(Map.Entry::getKey)
                .toList();
    }
}
