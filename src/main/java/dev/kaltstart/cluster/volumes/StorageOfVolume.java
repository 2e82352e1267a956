package dev.kaltstart.cluster.volumes;

import java.util.Optional;

/** Finds what holds the data of a volume: a volume made by hand, or the storage class. */
record StorageOfVolume(StorageClasses classes, PersistentVolumes volumes) {

    FoundVolume placed(FoundVolume volume) {
        if (volume.storage() != null) {
            return volume;
        }
        var byHand = volumes.find(volume.volumeName())
                .or(() -> volumes.reservedFor(volume.id()))
                .or(() -> classes.find(volume.storageClass()).isPresent()
                        ? Optional.empty()
                        : volumes.ofClass(volume.storageClass()));
        if (byHand.isPresent()) {
            var held = byHand.get();
            var size = volume.size().isEmpty() ? held.size() : volume.size();
            return volume.sized(size, volume.storageClass(), volume.accessModes())
                    .boundTo(volume.volumeName().isEmpty() ? held.handle() : volume.volumeName())
                    .storedOn(held.system());
        }
        return switch (volume.origin()) {
            case REFERENCE, DATABASE -> volume;
            default ->
                classes.find(volume.storageClass())
                        .map(declared -> volume.storedOn(declared.system()))
                        .orElse(volume);
        };
    }
}
