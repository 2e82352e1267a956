package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.Inventory.SopsRule;
import dev.kaltstart.cluster.yaml.UnreadableYaml;
import dev.kaltstart.cluster.yaml.Yaml;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Reads the creation rules of every .sops.yaml, the one at the root first. */
record SopsRules(Checkout checkout, Problems problems) {

    private static final String[] KINDS = {"age", "pgp", "kms", "gcp_kms", "azure_keyvault", "hc_vault_transit_uri"};

    List<SopsRule> read() {
        return checkout.files(SopsCatalog::configuration).stream()
                .sorted(Comparator.comparingInt(String::length))
                .flatMap(this::rules)
                .toList();
    }

    private Stream<SopsRule> rules(String file) {
        try {
            return checkout.yaml(file).document().items("creation_rules").stream()
                    .map(this::rule);
        } catch (UnreadableYaml e) {
            problems.add(FileProblem.error(e));
            return Stream.empty();
        }
    }

    private SopsRule rule(Yaml rule) {
        var recipients = new ArrayList<String>(recipients(rule));
        rule.items("key_groups").forEach(group -> recipients.addAll(recipients(group)));
        if (recipients.isEmpty()) {
            problems.warning(rule.at(), "this rule names no recipient: add 'age: age1...'");
        }
        return new SopsRule(
                rule.text("path_regex").orElse(null),
                rule.text("encrypted_regex").orElse(null),
                recipients,
                rule.at().toString());
    }

    /** A recipient may be 2000 characters long (post-quantum); one text can hold several, separated by commas. */
    private static List<String> recipients(Yaml group) {
        return Stream.of(KINDS)
                .flatMap(kind -> Stream.concat(
                        group.text(kind).stream(), group.items(kind).stream().flatMap(item -> item.text().stream())))
                .flatMap(text -> Stream.of(text.split(",")))
                .map(String::strip)
                .filter(recipient -> !recipient.isEmpty())
                .toList();
    }
}
