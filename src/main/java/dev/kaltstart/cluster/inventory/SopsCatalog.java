package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.Inventory.SopsRule;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The SOPS-encrypted files of a repository, and their recipients. */
record SopsCatalog(List<SopsRule> rules, List<Path> files) {

    private static final Pattern POSSIBLE = Pattern.compile(".*\\.(ya?ml|json|env|ini|txt|bin|sops|enc)");
    private static final Pattern NAMED = Pattern.compile("(.*/)?[^/]*\\.sops\\.(ya?ml|json|env|ini|txt|bin)");
    private static final Pattern EXAMPLE = Pattern.compile("(?i).*(example|sample|template).*");

    /** How a PEM block begins in base64. */
    private static final String PEM = "LS0tLS1CRUdJTi";

    /** A PEM private key in base64, as machine configurations and bundles hold it. */
    private static final Pattern PRIVATE_KEY = Pattern.compile("(?m)^[ \\t]*+\"?key\"?:[ \\t]*+\"?" + PEM
            + "[A-Za-z0-9+/]{0,30}(?:UFJJVkFURSBLRV|QUklWQVRFIEtFW|BSSVZBVEUgS0VZ)");

    /** @param machineSecrets a file that holds the secrets of the machines, regardless of its name */
    static SopsCatalog of(Checkout checkout, @Nullable String machineSecrets, Problems problems) {
        var rules = new SopsRules(checkout, problems).read();
        var content = new SopsContent(checkout, problems);
        var possible = checkout.files(file -> POSSIBLE.matcher(file).matches() && !configuration(file));
        var encrypted =
                possible.stream().filter(content::encrypted).collect(Collectors.toCollection(LinkedHashSet::new));
        possible.stream()
                .filter(file ->
                        !encrypted.contains(file) && !EXAMPLE.matcher(file).matches())
                .filter(file ->
                        file.equals(machineSecrets) || NAMED.matcher(file).matches())
                .filter(file -> content.kind(file) == SopsContent.Kind.PLAIN)
                .forEach(file -> problems.error(file, plain(file)));
        leaked(checkout, possible, problems);
        if (rules.isEmpty() && !encrypted.isEmpty()) {
            problems.warning(
                    ".sops.yaml",
                    "missing, so the recipients of the %d SOPS files are unknown: add it".formatted(encrypted.size()));
        }
        return new SopsCatalog(rules, encrypted.stream().map(Path::of).toList());
    }

    private static String plain(String file) {
        return "this file should be encrypted with SOPS: run sops encrypt -i " + file
                + "; if it holds secrets and was pushed, change them, because the history keeps the old ones";
    }

    private static void leaked(Checkout checkout, List<String> files, Problems problems) {
        for (String file : files) {
            checkout.text(file)
                    .filter(text -> text.contains(PEM))
                    .map(PRIVATE_KEY::matcher)
                    .filter(Matcher::find)
                    .ifPresent(found -> problems.error(
                            file,
                            "a private key is here in plain text: whoever can read the repository can take over the cluster."
                                    + " Encrypt the file with SOPS, and change the key"));
        }
    }

    static boolean configuration(String file) {
        return file.equals(".sops.yaml") || file.endsWith("/.sops.yaml");
    }
}
