package dev.kaltstart.secrets.value;

import dev.kaltstart.secrets.exposure.ExposedValue;
import dev.kaltstart.shell.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How a credential is replaced, by its kind: where to make the new one, how the cluster gets it, how the old one is revoked. */
record ReplacementGuide(Credential credential) {

    private static final int SHOWN = 12;
    private static final Pattern CONSUMER =
            Pattern.compile("(?:Secret|ExternalSecret) ([a-z0-9-]{1,63})/([a-z0-9.-]{1,253})(?:,.*)?");
    private static final Pattern KUSTOMIZATION =
            Pattern.compile(".*\\bKustomization ([a-z0-9-]{1,63})/([a-z0-9.-]{1,253})");

    /** What it is, what it opens and who uses it. */
    String why() {
        ExposedValue first = credential.parts().get(0);
        return "The " + credential.kind().label() + " " + credential.name() + " is exposed: " + first.reason()
                + ". It is "
                + places() + (credential.consumers().isEmpty() ? "" : ", used by " + credential.consumers()) + ". "
                + opens()
                + (credential.atHead()
                        ? ""
                        : " It is not in use any more, as far as the repository shows; it may still be valid.");
    }

    private String places() {
        List<String> all =
                credential.parts().stream().map(ExposedValue::place).distinct().toList();
        return all.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (all.size() > SHOWN ? " and " + (all.size() - SHOWN) + " more" : "");
    }

    private String opens() {
        return switch (credential.kind()) {
            case AGE_KEY -> "An age key decrypts everything that was ever encrypted for it.";
            case ONE_PASSWORD -> "It reads every item of its vaults.";
            case TALOS -> "It gives control of the machines or of the whole cluster until the CA is rotated.";
            case GIT -> "With write access, it changes what Flux applies; with read access, it reads the repository.";
            case DNS -> "It can redirect your names and have certificates issued for them.";
            case S3 -> "It can read and delete what is in the buckets, backups included.";
            case BACKUP_PASSWORD ->
                "It decrypts the backups. A further password does not lock it out: whoever had the"
                        + " repository and the password has its master key, so only a new repository protects new backups.";
            case REGISTRY -> "It pulls private images; with write access, it replaces them.";
            case ADMIN_PASSWORD -> "It gives control of the application.";
            case DATABASE -> "It reads and changes the data of the application.";
            case TLS -> "It lets others pretend to be the server until the certificate ends or is revoked.";
            case WEBHOOK -> "It lets others send messages as the cluster.";
            case UNKNOWN -> "What it opens is not known from its name.";
            case SETTING -> "By its name it may be no secret: say so below if it is none.";
        };
    }

    List<String> commands() {
        var commands = new ArrayList<String>();
        if (credential.inStore()) {
            credential.parts().stream()
                    .map(ExposedValue::keyPath)
                    .map(path -> path.substring("1Password item ".length()).replaceFirst(", field .*", ""))
                    .distinct()
                    .limit(SHOWN)
                    .forEach(item ->
                            commands.add(Command.of("op", "item", "edit", item).line() + " FIELD=NEW"));
        }
        credential.files().stream()
                .filter(file -> !credential.inStore())
                .limit(SHOWN)
                .forEach(file -> {
                    commands.add(Command.of("sops", "edit", file).line());
                    commands.add(Command.of("git", "add", "--", file).line());
                });
        if (!commands.isEmpty() && !credential.inStore()) {
            commands.add(Command.of("git", "commit", "-m", "Replace " + credential.name())
                    .line());
            commands.add("git push");
        }
        kustomization()
                .ifPresent(name -> commands.add(
                        Command.of("flux", "reconcile", "kustomization", name[1], "-n", name[0], "--with-source")
                                .line()));
        consumer().ifPresent(name -> {
            if (credential.inStore()) {
                commands.add(Command.of("kubectl", "-n", name[0], "annotate", "externalsecret", "--all", "--overwrite")
                                .line()
                        + " force-sync=$(date +%s)");
            }
            commands.add(Command.of("kubectl", "-n", name[0], "rollout", "restart", "deployment,statefulset,daemonset")
                    .line());
        });
        return commands;
    }

    private Optional<String[]> consumer() {
        return named(CONSUMER);
    }

    private Optional<String[]> kustomization() {
        return named(KUSTOMIZATION);
    }

    private Optional<String[]> named(Pattern pattern) {
        return credential.parts().stream()
                .filter(ExposedValue::atHead)
                .map(ExposedValue::consumer)
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .map(found -> new String[] {found.group(1), found.group(2)})
                .findFirst();
    }

    /** Where the new one is made. */
    String expect() {
        String mint = switch (credential.kind()) {
            case AGE_KEY ->
                "The rotation of the age key in this recovery replaces it; confirm here that the old one is out"
                        + " of every copy.";
            case ONE_PASSWORD ->
                "Only the web page of 1Password revokes a token: Developer, Directory, then the service"
                        + " account or Connect server; issue the new one there.";
            case TALOS ->
                "The rotation of the CA replaces it; etcd CA, aggregator CA, service-account key, bootstrap and"
                        + " trustd tokens need a change of the machine configuration of their own.";
            case GIT ->
                "Make a new deploy key or token on the pages of the Git host, with no more rights than the old one.";
            case DNS ->
                "Make the new token at https://dash.cloudflare.com/profile/api-tokens, or on the pages of your DNS"
                        + " provider, for the one zone and nothing else.";
            case S3 -> "Make a new access key on the pages of the storage provider, for the one bucket.";
            case BACKUP_PASSWORD ->
                "Make a new repository with a new password (another path or bucket), run one backup into"
                        + " it, and delete the old repository once its restore points are no longer needed.";
            case REGISTRY -> "Make a new token on the pages of the registry, for reading alone.";
            case ADMIN_PASSWORD, DATABASE ->
                "Set the new password in the application or the database first: what is in the"
                        + " Secret is often read only at the first start. End its open sessions.";
            case TLS ->
                "Have a new key and certificate issued (delete the Secret for cert-manager), and revoke the old one.";
            case WEBHOOK -> "Make a new address or token on the pages of the service, and delete the old one.";
            case UNKNOWN, SETTING -> "Find out what takes it, and make a new one there.";
        };
        return mint
                + " The order: make the new one, deploy it, wait until it was really used once, revoke the old one, and"
                + " see that the old one is refused.";
    }

    String check() {
        return "Kaltstart compares the value in Git with the leaked one, without seeing either, looks whether the cluster uses"
                + " the new one, and tries the old one where it can (" + tried()
                + "). What it cannot try, your evidence has to"
                + " show: the message with which the old one was refused, and when. Write no secret into it.";
    }

    private String tried() {
        return switch (credential.kind()) {
            case DNS -> "a token of Cloudflare";
            case S3 -> "its bucket";
            case BACKUP_PASSWORD -> "its restic repository";
            case GIT -> "a token for an https address";
            default -> "not for this kind";
        };
    }
}
