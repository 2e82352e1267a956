package dev.kaltstart.cluster.volumes;

import java.util.Comparator;
import java.util.List;

/**
 * The volumes that a repository declares.
 *
 * @param all those that nothing backs up come first
 * @param unread where there may be more, for people: a volume there is missing from the list
 */
public record DeclaredVolumes(List<DeclaredVolume> all, List<String> unread) {

    public static final DeclaredVolumes NONE = new DeclaredVolumes(List.of(), List.of());

    static final Comparator<DeclaredVolume> ORDER = Comparator.comparing(DeclaredVolume::protection)
            .thenComparing(DeclaredVolume::namespace)
            .thenComparing(DeclaredVolume::label);

    public DeclaredVolumes {
        all = List.copyOf(all);
        unread = List.copyOf(unread);
    }

    /** Of one kind of protection. */
    public long count(Protection protection) {
        return all.stream().filter(one -> one.protection() == protection).count();
    }
}
