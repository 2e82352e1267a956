package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.cluster.SopsFile;
import dev.kaltstart.readiness.Disaster;
import dev.kaltstart.readiness.GoBagItem;
import dev.kaltstart.readiness.Occasion;
import dev.kaltstart.readiness.item.SopsDocument.Key;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The age key that Flux gets, inside of a Secret that is encrypted itself: its public key must be one that the files are
 * encrypted for, or Flux decrypts nothing. The key goes from sops to age-keygen in a pipe, and only the public key comes out.
 */
@Component
@Order(9)
class FluxKeyItem implements GoBagItem {

    private static final String SUFFIX = ".agekey";
    private static final Pattern RECIPIENT = Pattern.compile("age1[0-9a-z]{50,3000}");
    private static final int SHOWN = 16;

    @Override
    public String word() {
        return "flux-age-key";
    }

    @Override
    public String label() {
        return "age key of Flux";
    }

    @Override
    public Set<Disaster> neededBy() {
        return EnumSet.of(Disaster.CLUSTER_LOSS, Disaster.SECRET_COMPROMISE);
    }

    @Override
    public Optional<Prerequisite> prove(Occasion occasion) {
        Cluster cluster = occasion.cluster();
        var found = new ArrayList<Prerequisite>();
        for (Path file : BootstrapFiles.of(cluster.inventory())) {
            key(cluster.inventory(), file).ifPresent(key -> found.add(prove(cluster, file, key)));
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(Prerequisite.all(found));
    }

    private static Optional<Key> key(Inventory inventory, Path file) {
        return SopsDocument.read(inventory.root().resolve(file)).stream()
                .flatMap(SopsDocument::keys)
                .filter(key -> key.name().endsWith(SUFFIX))
                .findFirst();
    }

    private static Prerequisite prove(Cluster cluster, Path file, Key key) {
        var sops = new SopsFile(cluster.inventory(), file);
        try {
            Result result = cluster.looking()
                    .run(sops.piped(SopsFile.derivingRecipients(key.section().equals("data"))));
            List<String> recipients = result.output()
                    .lines()
                    .map(String::strip)
                    .filter(line -> RECIPIENT.matcher(line).matches())
                    .toList();
            if (!recipients.isEmpty()) {
                return compared(cluster.inventory(), file, recipients);
            }
            // age-keygen has failed in the pipe, or sops before it: which one, an exit code of sops alone shows
            Prerequisite opened = sops.prove(cluster.looking());
            return opened.state() == Prerequisite.State.PROVEN
                    ? Prerequisite.missing(
                            file + " has no age key at " + key.name()
                                    + " that age-keygen can read: put the key there as age-keygen made it, and encrypt the file")
                    : opened;
        } catch (Shell.MissingTool e) {
            return Prerequisite.missing(file + " cannot be decrypted here: " + e.getMessage());
        }
    }

    private static Prerequisite compared(Inventory inventory, Path file, List<String> recipients) {
        Collection<String> wanted = wanted(inventory);
        return recipients.stream().anyMatch(wanted::contains)
                ? Prerequisite.proven("the key in " + file + " opens what is encrypted for "
                        + shortened(recipients.stream()
                                .filter(wanted::contains)
                                .findFirst()
                                .orElseThrow()))
                : Prerequisite.missing("the key in " + file + " is " + shortened(recipients.get(0))
                        + ", for which nothing here is encrypted: Flux could decrypt nothing. Put the right key there, or"
                        + " encrypt the files for this one too");
    }

    /** As .sops.yaml says; without it, as the files say. */
    private static Collection<String> wanted(Inventory inventory) {
        var all = new TreeSet<String>();
        inventory.sopsRules().forEach(rule -> all.addAll(rule.recipients()));
        if (all.isEmpty()) {
            inventory.sopsFiles().stream()
                    .flatMap(file -> SopsDocument.read(inventory.root().resolve(file)).stream())
                    .forEach(document -> all.addAll(document.recipients()));
        }
        return all;
    }

    private static String shortened(String recipient) {
        return recipient.substring(0, SHOWN) + "…";
    }
}
