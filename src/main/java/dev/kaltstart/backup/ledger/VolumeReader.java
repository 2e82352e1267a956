package dev.kaltstart.backup.ledger;

import dev.kaltstart.cluster.DataSystem;
import io.fabric8.kubernetes.api.model.CSIPersistentVolumeSource;
import io.fabric8.kubernetes.api.model.NFSVolumeSource;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import io.fabric8.kubernetes.api.model.SecretReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what can be recorded of a volume. */
record VolumeReader(DriverAttributes screen) {

    private static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

    /**
     * @param owner of the claim
     * @return empty when its names and its handle are not what Kubernetes and a driver would write
     */
    Optional<BoundVolume> read(PersistentVolume volume, @Nullable String owner) {
        var spec = volume.getSpec();
        var csi = spec.getCsi();
        var nfs = spec.getNfs();
        var driver = csi != null ? text(csi.getDriver()) : nfs != null ? BoundVolume.NFS : "";
        var handle = csi != null ? text(csi.getVolumeHandle()) : nfs != null ? handle(nfs) : "";
        if (!Stream.of(driver, handle).allMatch(VolumeReader::isOneLine)) {
            return Optional.empty();
        }
        var attributes = screen.attributes(DataSystem.ofDriver(driver), attributes(csi, nfs));
        var options = screen.mountOptions(Objects.requireNonNullElse(spec.getMountOptions(), List.of()));
        var annotations = Objects.requireNonNullElse(volume.getMetadata().getAnnotations(), Map.<String, String>of());
        return Optional.of(new BoundVolume(
                volume.getMetadata().getName(),
                driver,
                handle,
                attributes.values(),
                csi == null ? Map.of() : secrets(csi),
                Stream.concat(attributes.leftOut().stream(), options.leftOut().stream())
                        .toList(),
                size(spec),
                text(spec.getStorageClassName()),
                Objects.requireNonNullElse(spec.getAccessModes(), List.of()),
                text(spec.getVolumeMode()),
                csi == null ? "" : text(csi.getFsType()),
                Boolean.TRUE.equals(csi != null ? csi.getReadOnly() : nfs != null ? nfs.getReadOnly() : null),
                options.values(),
                text(spec.getPersistentVolumeReclaimPolicy()),
                Optional.ofNullable(annotations.get(PROVISIONED_BY))
                        .filter(VolumeReader::isOneLine)
                        .orElse(null),
                spec.getNodeAffinity() != null,
                owner));
    }

    private static String handle(NFSVolumeSource nfs) {
        return text(nfs.getServer()) + ":" + text(nfs.getPath());
    }

    private static Map<String, String> attributes(
            @Nullable CSIPersistentVolumeSource csi, @Nullable NFSVolumeSource nfs) {
        if (nfs != null) {
            return Map.of("server", text(nfs.getServer()), "share", text(nfs.getPath()));
        }
        return csi == null ? Map.of() : Objects.requireNonNullElse(csi.getVolumeAttributes(), Map.of());
    }

    private static Map<String, String> secrets(CSIPersistentVolumeSource csi) {
        var names = new TreeMap<String, String>();
        put(names, "controllerExpandSecretRef", csi.getControllerExpandSecretRef());
        put(names, "controllerPublishSecretRef", csi.getControllerPublishSecretRef());
        put(names, "nodeExpandSecretRef", csi.getNodeExpandSecretRef());
        put(names, "nodePublishSecretRef", csi.getNodePublishSecretRef());
        put(names, "nodeStageSecretRef", csi.getNodeStageSecretRef());
        return names;
    }

    private static void put(Map<String, String> names, String field, @Nullable SecretReference secret) {
        if (secret != null
                && NAME.matcher(text(secret.getNamespace())).matches()
                && NAME.matcher(text(secret.getName())).matches()) {
            names.put(field, secret.getNamespace() + "/" + secret.getName());
        }
    }

    private static String size(PersistentVolumeSpec spec) {
        var size = spec.getCapacity() == null ? null : spec.getCapacity().get("storage");
        return size == null ? "" : size.toString();
    }

    private static boolean isOneLine(String text) {
        return text.isEmpty() || DriverAttributes.TEXT.matcher(text).matches();
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
