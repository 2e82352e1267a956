package dev.kaltstart.ui;

import dev.kaltstart.alert.IgnoredAlerts;
import dev.kaltstart.alert.Proposals;
import dev.kaltstart.backup.protection.SeenProtections;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.engine.People;
import dev.kaltstart.flux.lease.Standstills;
import dev.kaltstart.flux.watch.FluxLooks;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** The front page: recoveries, proposals, clusters, and the next action. */
@Controller
class FrontPage {

    private static final int SHOWN = 20;

    private final Recoveries recoveries;
    private final HumanTasks tasks;
    private final Clusters clusters;
    private final Proposals proposals;
    private final IgnoredAlerts ignored;
    private final FluxLooks flux;
    private final Standstills standstills;
    private final FirstCommand firstCommand;
    private final SeenProtections protections;
    private final People people;
    private final Clock clock;

    FrontPage(
            Recoveries recoveries,
            HumanTasks tasks,
            Clusters clusters,
            Proposals proposals,
            IgnoredAlerts ignored,
            FluxLooks flux,
            Standstills standstills,
            FirstCommand firstCommand,
            SeenProtections protections,
            People people,
            Clock clock) {
        this.recoveries = recoveries;
        this.tasks = tasks;
        this.clusters = clusters;
        this.proposals = proposals;
        this.ignored = ignored;
        this.flux = flux;
        this.standstills = standstills;
        this.firstCommand = firstCommand;
        this.protections = protections;
        this.people = people;
        this.clock = clock;
    }

    @GetMapping("/")
    String show(Model page, Principal person) {
        Instant now = clock.instant();
        String server =
                ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString();
        List<Clusters.Protected> all = clusters.all();
        page.addAttribute("title", "Kaltstart");
        page.addAttribute("person", person.getName());
        page.addAttribute("tasklist", OpenTask.TASKLIST);
        List<RecoverySummary> shown = recoveries(now);
        List<Recovery> drills = recoveries.list(null, null, Mode.DRILL);
        page.addAttribute("recoveries", shown);
        page.addAttribute("fresh", shown.isEmpty());
        page.addAttribute("proposals", ProposalCard.of(proposals.open(), server, starter(person)));
        page.addAttribute(
                "clusters",
                all.stream().map(cluster -> card(cluster, drills, now)).toList());
        page.addAttribute(
                "unreadable",
                clusters.unreadable().stream().map(UnreadableCard::of).toList());
        page.addAttribute("none", all.isEmpty() && clusters.unreadable().isEmpty());
        page.addAttribute(
                "ignored", ignored.lastDay().stream().map(IgnoredLine::of).toList());
        page.addAttribute(
                "refused", ignored.lastHour().stream().map(RefusedLine::of).toList());
        page.addAttribute("first", firstCommand.of(server, all, now).stream().toList());
        return "front";
    }

    /** Null for one who only reads. */
    private @Nullable String starter(Principal person) {
        Set<String> groups = people.groups(person.getName());
        return groups.contains(People.OPERATORS) || groups.contains(People.ADMINISTRATORS) ? person.getName() : null;
    }

    private ClusterCard card(Clusters.Protected cluster, List<Recovery> drills, Instant now) {
        return ClusterCard.of(
                cluster,
                flux,
                StandstillLine.of(standstills.of(cluster.name()), null, now),
                DrillLine.of(cluster.name(), drills),
                protections.lastLook(cluster.name()));
    }

    private List<RecoverySummary> recoveries(Instant now) {
        return recoveries.list(null, null, null).stream()
                .sorted(Comparator.comparing(
                        (Recovery recovery) -> recovery.state().ended()))
                .limit(SHOWN)
                .map(recovery -> RecoverySummary.of(
                        recovery, recovery.state().ended() ? List.of() : tasks.open(recovery.id()), now))
                .toList();
    }
}
