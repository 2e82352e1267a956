package dev.kaltstart.approval;

import dev.kaltstart.engine.Approvers;
import dev.kaltstart.engine.HumanTask.Refused;
import dev.kaltstart.engine.People;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Two people destroy something: one asks for it, another approves. Where there is no other one, the approval of one person
 * becomes valid after a delay in which it can be cancelled.
 */
@Component
class FourEyes {

    private static final Logger LOG = LoggerFactory.getLogger(FourEyes.class);
    private static final int NAMED = 10;

    private final Recoveries recoveries;
    private final Approvers approvers;
    private final People people;
    private final ApprovalProperties properties;

    FourEyes(Recoveries recoveries, Approvers approvers, People people, ApprovalProperties properties) {
        this.recoveries = recoveries;
        this.approvers = approvers;
        this.people = people;
        this.properties = properties;
        if (properties.soloDelay().compareTo(ApprovalProperties.SHORT) < 0) {
            LOG.warn(
                    "kaltstart.approval.solo-delay is {}: what one person alone approves can hardly be cancelled",
                    properties.soloDelay());
        }
    }

    /**
     * @return how long what the person approves can be cancelled before it is valid; empty when two people were at it
     * @throws Refused when the person asked for it, and another one may approve
     */
    Optional<Duration> soloDelay(Run run, String person) {
        if (People.isRobot(person)) {
            // it answers in unattended rehearsals only, which destroy nothing
            return Optional.empty();
        }
        String starter = starter(run);
        if (!starter.equalsIgnoreCase(person)) {
            return people.exists(starter) ? Optional.empty() : Optional.of(delay(run));
        }
        if (approvers.others(person)) {
            throw new Refused("you started this recovery, so another person has to approve it: " + others(person)
                    + ". Nothing was approved");
        }
        return Optional.of(delay(run));
    }

    /** The notice on the form; the rule itself is evaluated when the form is submitted. */
    String notice(Run run) {
        Optional<Recovery> recovery = recoveries.find(run.recovery());
        if (recovery.filter(Recovery::unattended).isPresent()) {
            return "";
        }
        String starter = starter(run);
        boolean person = people.exists(starter);
        if (person && approvers.others(starter)) {
            return " " + starter + " started this recovery, so another person approves it: " + others(starter) + ".";
        }
        return " " + (person ? "You are the only person who can approve" : "No other person has asked for this")
                + ": it runs " + message(run) + ". Until then it can be cancelled on the page of the"
                + " plan.";
    }

    private String starter(Run run) {
        return recoveries.find(run.recovery()).map(Recovery::person).orElse("");
    }

    private String others(String person) {
        List<String> names = approvers.names().stream()
                .filter(name -> !name.equalsIgnoreCase(person))
                .toList();
        return names.stream().limit(NAMED).collect(Collectors.joining(", "))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }

    /** In a rehearsal at its speed, like every other wait. */
    private Duration delay(Run run) {
        return run.cluster().pace(properties.soloDelay());
    }

    private String message(Run run) {
        Duration delay = delay(run);
        return delay.toSeconds() + " s after you approve"
                + (delay.equals(properties.soloDelay())
                        ? ""
                        : " (" + properties.soloDelay().toSeconds() + " s outside of a rehearsal)");
    }
}
