package dev.kaltstart.secrets;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What leaked decides what has to be replaced. */
@Component
class ClassifyLeak extends HumanTask {

    private static final List<Fact<Boolean>> LEAKS = List.of(
            LeakFacts.AGE_KEY,
            LeakFacts.ONE_PASSWORD,
            LeakFacts.TALOSCONFIG,
            LeakFacts.KUBECONFIG,
            LeakFacts.APPLICATION,
            LeakFacts.GIT_TOKEN,
            LeakFacts.BACKUP);

    /** The history of a repository is younger. */
    private static final LocalDate EARLIEST = LocalDate.of(2005, 4, 7);

    private static final int SHOWN = 24;
    private static final int MOST = 500;

    @Override
    public Brief brief(Run run) {
        String root = run.cluster().inventory().root().toString();
        return new Brief(
                "What leaked decides which values have to be replaced. Count everything that was in the same place: a laptop that was"
                        + " stolen had the age key, the kubeconfig and the talosconfig on it.",
                List.of(
                        "# was a key or a file with a key ever committed? Names only, no values",
                        "git -C " + root + " log --all --oneline -- '*age.key' '*kubeconfig*' '*talosconfig*'",
                        "# which age keys open the files of the repository?",
                        "grep -rhoE 'age1[0-9a-z]{50,}' " + root + "/.sops.yaml | sort -u"),
                "You know what leaked, since when, and whether it is still exposed.",
                "When in doubt, tick it: the next step lists what depends on it before anything is changed.");
    }

    @Override
    public Map<Fact<String>, List<Option>> options(Run run) {
        Inventory inventory = run.cluster().inventory();
        return Map.of(
                LeakFacts.RECIPIENTS, recipients(inventory),
                LeakFacts.FILE,
                        inventory.sopsFiles().stream()
                                .map(Path::toString)
                                .sorted()
                                .limit(MOST)
                                .map(file -> new Option(file, file))
                                .toList());
    }

    private static List<Option> recipients(Inventory inventory) {
        var rules = new LinkedHashMap<String, Integer>();
        inventory.sopsRules().stream()
                .flatMap(rule -> rule.recipients().stream())
                .filter(recipient -> recipient.startsWith("age1"))
                .forEach(recipient -> rules.merge(recipient, 1, Integer::sum));
        return rules.entrySet().stream()
                .map(one -> new Option(one.getKey(), shortened(one.getKey()) + ", in " + rules(one.getValue())))
                .toList();
    }

    private static String rules(int count) {
        return count == 1 ? "1 rule of .sops.yaml" : count + " rules of .sops.yaml";
    }

    private static String shortened(String recipient) {
        return recipient.length() <= SHOWN
                ? recipient
                : recipient.substring(0, SHOWN) + "…" + recipient.substring(recipient.length() - 6);
    }

    @Override
    public void accept(Run run, Facts answers) {
        if (LEAKS.stream().noneMatch(leak -> LeakFacts.is(answers, leak))) {
            throw new Refused("tick at least one of the things that leaked; if nothing leaked, abort the recovery");
        }
        LocalDate since = day(answers.get(LeakFacts.SINCE).strip());
        if (since.isBefore(EARLIEST)
                || since.isAfter(LocalDate.ofInstant(run.cluster().clock().instant(), ZoneOffset.UTC)
                        .plusDays(1))) {
            throw new Refused("the day since when it leaked must be in the past, as 2026-11-30");
        }
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new Refused(
                    "write the day since when it leaked as 2026-11-30; the day before you noticed, if you do not know");
        }
    }
}
