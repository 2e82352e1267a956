package dev.kaltstart.cluster.volumes;

import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.volumes.PodShape.Container;
import dev.kaltstart.cluster.volumes.PodShape.Mount;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** CronJobs that run restic or rclone themselves. Which way the data goes is only sure when the job says so. */
final class CopyJobRule implements BackupRule {

    private static final Pattern RESTIC =
            Pattern.compile("(?:.*/)?(?:restic|resticprofile|autorestic|resticker)(?:[:@].*)?");
    private static final Pattern RCLONE = Pattern.compile("(?:.*/)?rclone(?:[:@].*)?");

    @Override
    public void judge(FoundVolume volume, List<ClaimMount> pods, Judgement judgement) {
        pods.stream()
                .filter(mount -> mount.pod().scheduled())
                .forEach(mount -> mount.pod()
                        .containers()
                        .forEach(container -> container
                                .of(mount.volume())
                                .forEach(place -> judge(mount.pod(), container, place, judgement))));
    }

    private static void judge(PodShape pod, Container container, Mount place, Judgement judgement) {
        var restic = RESTIC.matcher(container.image()).matches();
        if (!restic && !RCLONE.matcher(container.image()).matches()) {
            return;
        }
        var system = restic ? DataSystem.RESTIC : DataSystem.RCLONE;
        var object = pod.namespace() + "/" + pod.owner();
        if (reads(container, place, restic)) {
            judgement.backup(system, object, "", pod.source());
        } else {
            judgement.doubt(
                    system.label() + " " + object,
                    "mounts it, but whether it is what is copied cannot be read from the job");
        }
    }

    /** The directory follows the verb, and is not where the copies go. */
    private static boolean reads(Container container, Mount place, boolean restic) {
        var words = container.text().replaceAll("\\s+", " ");
        var path = Pattern.quote(place.path().replaceFirst("/+$", ""));
        var verb = restic ? "backup" : "(?:sync|copy)";
        var source =
                Pattern.compile("(?:^|\\W)" + verb + " (?:-\\S+(?: [^/-]\\S*)? ){0,20}[\"']?" + path + "(?:[/\"' ]|$)");
        var repository =
                Pattern.compile("(?:RESTIC_REPOSITORY=|--repo[= ]|-r )[\"']?(?:local:)?" + path + "(?:[/\"' ]|$)");
        return !words.toLowerCase(Locale.ROOT).isEmpty()
                && source.matcher(words).find()
                && !repository.matcher(words).find();
    }
}
