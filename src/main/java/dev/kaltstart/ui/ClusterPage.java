package dev.kaltstart.ui;

import dev.kaltstart.backup.protection.SeenProtection;
import dev.kaltstart.backup.protection.SeenProtections;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.drill.ScheduledDrill;
import dev.kaltstart.notify.ChannelState;
import dev.kaltstart.readiness.KnownReadiness;
import dev.kaltstart.readiness.RecordedItem;
import java.security.Principal;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/** What a cluster would survive, and its volumes: as they were last seen live, and as the repository declares them. */
@Controller
class ClusterPage {

    private static final int SHOWN = 500;

    private final Clusters clusters;
    private final KnownReadiness.ByCluster readiness;
    private final SeenProtections protections;
    private final ChannelState.ByCluster channels;
    private final ScheduledDrill.ByCluster drills;
    private final Clock clock;

    ClusterPage(
            Clusters clusters,
            KnownReadiness.ByCluster readiness,
            SeenProtections protections,
            ChannelState.ByCluster channels,
            ScheduledDrill.ByCluster drills,
            Clock clock) {
        this.clusters = clusters;
        this.readiness = readiness;
        this.protections = protections;
        this.channels = channels;
        this.drills = drills;
        this.clock = clock;
    }

    @GetMapping("/clusters/{name}")
    String show(@PathVariable String name, Model page, Principal person) {
        var cluster = clusters.find(name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        var seen = protections.lastLook(cluster.name());
        var volumes = cluster.inventory().volumes();
        page.addAttribute("title", "Cluster " + cluster.name());
        page.addAttribute("person", person.getName());
        page.addAttribute("tasklist", OpenTask.TASKLIST);
        page.addAttribute("cluster", cluster.name());
        addReadiness(page, cluster.twinOnly(), readiness.last(cluster.name()));
        page.addAttribute(
                "channels",
                channels.states(cluster.name()).stream().map(ChannelLine::of).toList());
        page.addAttribute(
                "drills",
                drills.drills(cluster.name()).stream().map(DueDrillLine::of).toList());
        page.addAttribute(
                "summary", VolumesSummary.of(cluster.name(), volumes, seen).message());
        page.addAttribute("live", live(seen));
        page.addAttribute(
                "looked", seen.map(SeenProtection::at).map(TimeFormat::minute).orElse(""));
        page.addAttribute("notes", seen.map(SeenProtection::notes).orElse(List.of()));
        page.addAttribute("unknown", unknown(cluster.twinOnly(), seen));
        page.addAttribute(
                "declared",
                volumes.all().stream().limit(SHOWN).map(VolumeLine::declared).toList());
        page.addAttribute("more", more(volumes.all().size(), seen));
        page.addAttribute("unread", volumes.unread());
        return "cluster";
    }

    private static void addReadiness(Model page, boolean twinOnly, Optional<KnownReadiness> known) {
        page.addAttribute(
                "proved",
                known.map(KnownReadiness::checkedAt).map(TimeFormat::minute).orElse(""));
        page.addAttribute(
                "unproved",
                known.isPresent()
                        ? List.of()
                        : List.of(twinOnly ? "this cluster exists only as a twin" : "nothing was proven yet"));
        page.addAttribute(
                "outlooks",
                known.stream()
                        .flatMap(one -> one.outlooks().stream())
                        .map(OutlookLine::of)
                        .toList());
        page.addAttribute(
                "items",
                known.stream()
                        .flatMap(one -> one.items().stream())
                        // what has to be done is read first
                        .sorted(Comparator.comparing(
                                        (RecordedItem item) -> item.found().state())
                                .reversed())
                        .map(GoBagLine::of)
                        .toList());
    }

    private List<VolumeLine> live(Optional<SeenProtection> seen) {
        var now = clock.instant();
        return seen.stream()
                .flatMap(look -> look.volumes().stream())
                .limit(SHOWN)
                .map(volume -> VolumeLine.live(volume, now))
                .toList();
    }

    private static List<String> unknown(boolean twinOnly, Optional<SeenProtection> seen) {
        if (twinOnly) {
            return List.of("this cluster exists only as a twin");
        }
        return seen.isEmpty()
                ? List.of("there was no look at it yet")
                : seen.map(SeenProtection::unknown).filter(why -> !why.isEmpty()).stream()
                        .toList();
    }

    private static boolean more(int declared, Optional<SeenProtection> seen) {
        return declared > SHOWN
                || seen.filter(look -> look.volumes().size() > SHOWN).isPresent();
    }
}
