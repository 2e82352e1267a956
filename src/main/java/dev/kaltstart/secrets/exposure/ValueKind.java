package dev.kaltstart.secrets.exposure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a value is, guessed from names alone. In the order in which they are replaced: first what opens other secrets, then what
 * can change the cluster, destroy data or spread, last what nothing depends on.
 */
public enum ValueKind {
    AGE_KEY("age key", "((^|[^a-z])age[-_.]?(key|secret|identity)|sops[-_.]age)"),
    ONE_PASSWORD(
            "1Password token",
            "(one[-_]?password|(^|[^a-z0-9_-])1[-_]?password|(^|[^a-z])op[-_](connect|service|session|token))"),
    TALOS("Talos or Kubernetes access", "(talsecret|talos[-_]?config|kube[-_]?config|machine[-_]?secrets)"),
    GIT(
            "Git token or deploy key",
            "((github|gitlab|gitea|forgejo|codeberg)[-_./].*(token|key|pat|pass|secret|pem)"
                    + "|(github|gitlab|gitea|forgejo)[-_]?(token|pat)|deploy[-_]?key|\\bgit[-_](token|pass|key|credential)"
                    + "|flux-system.*(identity|password|bearertoken)|ssh[-_]?(private[-_]?)?key|id_(rsa|ed25519))"),
    DNS(
            "DNS token",
            "(cloudflare|\\bcf[-_](api|token|dns)|route53|external[-_]?dns|cert[-_]?manager|dns01|letsencrypt"
                    + "|acme|dns[-_.].*(token|key))"),
    S3(
            "storage access key",
            "(aws[-_]|s3[-_.]|\\bs3\\b|minio|\\bb2[-_]|\\br2[-_]|backblaze|wasabi|access[-_]?key"
                    + "|secret[-_]?access[-_]?key|object[-_]?store)"),
    BACKUP_PASSWORD("backup password", "(restic|kopia|borg|volsync|duplicati|velero|backup)"),
    REGISTRY(
            "registry login",
            "(dockerconfigjson|docker[-_]?(hub|auth|config|pass|token)|ghcr|registry|image[-_]?pull)"),
    ADMIN_PASSWORD(
            "admin password",
            "(admin|root|superuser|oidc|oauth|client[-_]?secret|authelia|authentik|lldap|ldap"
                    + "|jwt|session[-_]?(key|secret)|secret[-_]?key|encryption[-_]?key)"),
    DATABASE(
            "database password",
            "(postgres|\\bpg[-_]|mysql|mariadb|mongo|redis|dragonfly|\\bdb[-_]|[-_]db[-_]"
                    + "|database|cnpg|\\bdsn\\b|influx)"),
    TLS("TLS key", "(tls[-_.]?(key|crt|cert)|ca[-_.](key|crt)|\\.pem|private[-_]?key|certificate)"),
    WEBHOOK("webhook", "(web[-_]?hook|discord|slack|mattermost|pushover|telegram|ntfy|healthchecks?|heartbeat|smtp)"),
    UNKNOWN("secret of unknown use", ""),
    SETTING("setting, perhaps no secret", "");

    private static final Pattern SECRET_WORD =
            Pattern.compile("pass|pwd|secret|token|key|cred|(^|[^a-z])o?auth([^a-z]|$)"
                    + "|private|salt|hash|seed|pin\\b|cookie|jwt|dsn|license|cert|webhook");

    /** In the name of every key of some repositories, or a name that only looks like a secret. */
    private static final Pattern NO_WORD = Pattern.compile("^(export )?secret_|one_?password|1password");

    private static final Pattern SETTING_WORD =
            Pattern.compile("(^|[-_.])(host(name)?|url|uri|domain|e?mail|user(name)?"
                    + "|login|tz|timezone|port|region|bucket|endpoint|cidr|ip|ipv4|ipv6|addr(ess)?|path|name|id|lat(itude)?"
                    + "|lon(gitude)?|country|city|locale|lang(uage)?|server|network|subnet|gateway|mac)([-_.]?\\d+)?$");

    private final String label;
    private final Pattern names;

    ValueKind(String label, String names) {
        this.label = label;
        this.names = Pattern.compile(names);
    }

    /** For people. */
    public String label() {
        return label;
    }

    /** Small letters with hyphens, as it is stored. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException when there is no such kind */
    static ValueKind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a kind of value: " + word));
    }

    /**
     * The name of the key goes before that of the Secret, and that before the path of the file.
     *
     * @param names from the nearest to the farthest
     */
    static ValueKind guess(List<String> names) {
        List<String> plain = names.stream().map(ValueKind::plain).toList();
        String key = plain.isEmpty() ? "" : plain.get(0);
        String said = NO_WORD.matcher(key).replaceAll("");
        if (!SECRET_WORD.matcher(said).find() && SETTING_WORD.matcher(said).find()) {
            return SETTING;
        }
        for (String name : plain) {
            for (ValueKind kind : values()) {
                if (!kind.names.pattern().isEmpty() && kind.names.matcher(name).find()) {
                    return kind;
                }
            }
        }
        return UNKNOWN;
    }

    /** {@code apiToken} and {@code API_TOKEN} are both {@code api_token}. */
    private static String plain(String name) {
        String cut = name.substring(0, Math.min(name.length(), SafeName.LONGEST));
        return Arrays.stream(cut.split("(?<=[a-z0-9])(?=[A-Z])"))
                .collect(Collectors.joining("_"))
                .toLowerCase(Locale.ROOT);
    }

    /** Kinds whose values in one Secret are always replaced together. */
    boolean oneCredential() {
        return switch (this) {
            case AGE_KEY, TALOS, S3, REGISTRY, TLS, GIT, ONE_PASSWORD, BACKUP_PASSWORD, SETTING -> true;
            case DNS, ADMIN_PASSWORD, DATABASE, WEBHOOK, UNKNOWN -> false;
        };
    }
}
