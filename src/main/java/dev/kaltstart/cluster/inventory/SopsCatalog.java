package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.Inventory.SopsRule;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The SOPS-encrypted files of a repository, and their recipients. */
record SopsCatalog(List<SopsRule> rules, List<Path> files) {

    private static final Pattern NAMED = Pattern.compile("(.*/)?[^/]*\\.sops\\.(ya?ml|json|env|ini|txt|bin)");
    private static final Pattern EXAMPLE = Pattern.compile("(?i).*(example|sample|template).*");

    /** @param machineSecrets a file that must be encrypted, regardless of its name */
    static SopsCatalog of(Checkout checkout, @Nullable String machineSecrets, Problems problems) {
        var rules = new SopsRules(checkout, problems).read();
        var content = new SopsContent(checkout, problems);
        var candidates = checkout.files(
                file -> file.equals(machineSecrets) || (NAMED.matcher(file).matches() && !configuration(file)));
        var encrypted = candidates.stream().filter(content::encrypted).toList();
        candidates.stream()
                .filter(file ->
                        !encrypted.contains(file) && !EXAMPLE.matcher(file).matches())
                .forEach(file ->
                        problems.error(file, "this file should be encrypted with SOPS: run sops encrypt -i " + file));
        if (rules.isEmpty() && !encrypted.isEmpty()) {
            problems.warning(
                    ".sops.yaml",
                    "missing, so the recipients of the %d SOPS files are unknown: add it".formatted(encrypted.size()));
        }
        return new SopsCatalog(rules, encrypted.stream().map(Path::of).toList());
    }

    static boolean configuration(String file) {
        return file.equals(".sops.yaml") || file.endsWith("/.sops.yaml");
    }
}
