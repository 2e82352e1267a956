package dev.kaltstart.cluster.init;

import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.RepositoryUrl;
import dev.kaltstart.cluster.yaml.UnreadableYaml;
import dev.kaltstart.cluster.yaml.YamlFile;
import dev.kaltstart.shell.Redaction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a checkout comes from, as its own .git says. Git is not run: it would do what the configuration of a stranger's
 * checkout asks for. Includes are not followed.
 *
 * @param url the address of the remote "origin"; null when it is not known or not one that Kaltstart uses
 * @param complaint about the address, without repeating it; empty when there is none
 * @param branch the one that is checked out; null when there is none
 */
record CheckoutOrigin(
        @Nullable RepositoryUrl url,
        String complaint,
        @Nullable String branch) {

    /** Longer than any address or branch that a person uses; the file that they are written to is limited. */
    private static final int LONGEST = 1000;

    private static final Pattern ORIGIN = Pattern.compile("\\s*\\[\\s*(?i:remote)\\s+\"origin\"\\s*](.*)");
    private static final Pattern CONTINUED = Pattern.compile("\\\\\\R");
    private static final Pattern OTHER_SECTION = Pattern.compile("\\s*\\[.*");
    private static final Pattern URL = Pattern.compile("\\s*(?i:url)\\s*=\\s*(.*)");
    private static final Pattern HEAD = Pattern.compile("ref: refs/heads/(\\S+)\\s*");

    /** The user is everything up to the last @ of the host. */
    private static final Pattern WITH_USER = Pattern.compile("(?s)([a-z]+://)([^/]*)@(.*)");

    private static final Pattern SSH_USER = Pattern.compile("^(?:ssh://)?[A-Za-z0-9._-]+@");

    private static final String LEFT_OUT = "the address of 'origin' carries a user or a password, which is left out:"
            + " put the token into a file and name it with 'tokenFile'";
    private static final String UNUSABLE =
            "the address of 'origin' is not one that Kaltstart uses, or there may be a secret in it: write 'url' yourself";

    static CheckoutOrigin of(Path checkout) {
        var git = checkout.resolve(".git");
        var branch = read(git.resolve("HEAD"))
                .map(HEAD::matcher)
                .filter(Matcher::matches)
                .map(head -> head.group(1))
                .filter(name -> name.length() <= LONGEST && ClusterRepository.isBranch(name))
                .orElse(null);
        var origin = read(git.resolve("config")).map(CheckoutOrigin::origin).orElse("");
        if (origin.isEmpty()) {
            var complaint = Files.isRegularFile(git)
                    ? "this is a worktree or a submodule, whose 'origin' is not read: write 'url' yourself"
                    : "the checkout has no remote 'origin': write 'url' yourself";
            return new CheckoutOrigin(null, complaint, branch);
        }
        var address = withoutCredentials(origin);
        if (address.length() > LONGEST
                || mayHoldSecret(address)
                || RepositoryUrl.complaint(address).isPresent()) {
            return new CheckoutOrigin(null, UNUSABLE, branch);
        }
        return new CheckoutOrigin(new RepositoryUrl(address), address.equals(origin) ? "" : LEFT_OUT, branch);
    }

    /** Empty for what is not a text file of a usual size: a pipe would never end. */
    private static Optional<String> read(Path file) {
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(new YamlFile(file, file.toString(), YamlFile.CONFIGURATION_LIMIT).text())
                    : Optional.empty();
        } catch (UnreadableYaml e) {
            return Optional.empty();
        }
    }

    /** The first address of the remote, which git fetches from; empty when there is none. */
    private static String origin(String config) {
        boolean within = false;
        for (String line : CONTINUED.matcher(config).replaceAll("").lines().toList()) {
            var section = ORIGIN.matcher(line);
            var rest = line;
            if (section.matches()) {
                within = true;
                rest = section.group(1);
            } else if (OTHER_SECTION.matcher(line).matches()) {
                within = false;
            }
            var url = URL.matcher(rest);
            if (within && url.matches()) {
                return value(url.group(1));
            }
        }
        return "";
    }

    /** Quotes, escapes and comments as in git-config(1). */
    private static String value(String text) {
        var value = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                value.append(escaped(text.charAt(++at)));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '#' || c == ';')) {
                break;
            } else {
                value.append(c);
            }
        }
        return value.toString().strip();
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'b' -> '\b';
            default -> c;
        };
    }

    /** Only for ssh, and there without a password, is the user a part of the address. */
    private static String withoutCredentials(String origin) {
        var address = WITH_USER.matcher(origin);
        if (!address.matches()) {
            return origin;
        }
        var user = address.group(1).equals("ssh://") ? address.group(2).replaceFirst("(?s):.*", "") + "@" : "";
        return address.group(1) + user + address.group(3);
    }

    private static boolean mayHoldSecret(String address) {
        return address.matches("(?s)[a-z]+://.*[?#].*")
                || !address.startsWith("/")
                        && SSH_USER.matcher(address).replaceFirst("").contains("@")
                || new Redaction().hasSecret(address);
    }
}
