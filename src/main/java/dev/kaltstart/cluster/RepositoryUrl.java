package dev.kaltstart.cluster;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The clone address of a Git repository, in the forms of git-clone(1), "Git URLs", without those that run a helper
 * program and without credentials.
 *
 * @param value as written; a local path is absolute
 */
public record RepositoryUrl(String value) {

    /** The address forms allowed in kaltstart.yaml. */
    static final String ADVICE =
            "write ssh://git@host/path.git, git@host:path.git, https://host/path.git, or the path of a"
                    + " directory on this machine";

    private static final Pattern WITH_SCHEME =
            Pattern.compile("([a-z]+)://(?:([^/@%]*)@)?(\\[[0-9a-fA-F:]+]|[^/@:\\[%]*)(?::\\d+)?/(.*)");
    /** The metadata address of cloud providers hands out credentials. */
    private static final Pattern LINK_LOCAL = Pattern.compile(
            "(?i)169\\.254\\.\\d+\\.\\d+|\\[fe[89ab][0-9a-f]:.*]|\\[fd00:ec2::254]|\\[::ffff:169\\.254\\..*]|\\[::ffff:a9fe:.*]"
                    + "|metadata(?:\\.google\\.internal)?\\.?|0*251\\.0*376\\..*|0xa9\\.?.*|2852039166");

    private static final Pattern LIKE_SCP = Pattern.compile("(?:[A-Za-z0-9._-]+@)?(?!-)([A-Za-z0-9._-]+):(?!:|//).+");
    private static final Pattern HARMFUL = Pattern.compile("[\\p{Cntrl}\\s]");
    /** Git would run the program git-remote-NAME. */
    private static final Pattern HELPER = Pattern.compile("^[A-Za-z0-9+.-]*::");

    private static final List<String> PROTOCOLS = List.of("ssh", "https", "http", "file");

    /** @throws IllegalArgumentException when the address must not be used; the message gives the reason */
    public RepositoryUrl {
        complaint(value).ifPresent(message -> {
            throw new IllegalArgumentException(message);
        });
    }

    /** The problem and its remedy; empty when the address is valid. Never repeats the address: it may hold a password. */
    public static Optional<String> complaint(String url) {
        if (url.isEmpty()
                || url.startsWith("-")
                || HARMFUL.matcher(url).find()
                || HELPER.matcher(url).find()) {
            return Optional.of("this is not the address of a repository: " + ADVICE);
        }
        Matcher scheme = WITH_SCHEME.matcher(url);
        if (scheme.matches()) {
            return complaint(scheme);
        }
        return url.startsWith("/") || LIKE_SCP.matcher(url).matches()
                ? Optional.empty()
                : Optional.of("this is not the address of a repository: " + ADVICE);
    }

    private static Optional<String> complaint(Matcher url) {
        boolean file = url.group(1).equals("file");
        if (!PROTOCOLS.contains(url.group(1))
                || startsLikeAnOption(url.group(2), url.group(3))
                || file != url.group(3).isEmpty()) {
            return Optional.of("this is not the address of a repository that Kaltstart talks to: " + ADVICE);
        }
        if (LINK_LOCAL.matcher(url.group(3)).matches()) {
            return Optional.of("this is the address of a service of the machine's own provider, and no repository");
        }
        String user = url.group(2);
        if (user != null && (user.contains(":") || !url.group(1).equals("ssh"))) {
            return Optional.of("an address must not carry a user's name or password: use 'username' and 'tokenFile'");
        }
        return Optional.empty();
    }

    private static boolean startsLikeAnOption(@Nullable String user, String host) {
        return host.startsWith("-") || (user != null && user.startsWith("-"));
    }

    /** The only protocol that Git may use for this address: ssh, https, http or file. */
    public String protocol() {
        Matcher scheme = WITH_SCHEME.matcher(value);
        if (scheme.matches()) {
            return scheme.group(1);
        }
        return value.startsWith("/") ? "file" : "ssh";
    }

    /** Host name or address; empty for this machine. */
    public String host() {
        Matcher scheme = WITH_SCHEME.matcher(value);
        if (scheme.matches()) {
            return scheme.group(3);
        }
        Matcher scp = LIKE_SCP.matcher(value);
        return scp.matches() ? scp.group(1) : "";
    }

    /** Whether the transport is encrypted, or local. */
    public boolean confidential() {
        return !protocol().equals("http")
                || List.of("localhost", "127.0.0.1", "[::1]").contains(host());
    }

    @Override
    public String toString() {
        return value;
    }
}
