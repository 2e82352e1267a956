package dev.kaltstart.cluster;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Git repository of a cluster: its address, and the credentials for it.
 *
 * @param url null when not configured
 * @param mirror a second address of the same repository; null when there is none
 * @param branch the branch that Flux follows
 * @param checkout absolute path of the checkout on this machine
 */
public record ClusterRepository(
        @Nullable RepositoryUrl url,
        @Nullable RepositoryUrl mirror,
        String branch,
        Path checkout,
        Credentials credentials) {

    /** Forbidden by git-check-ref-format(1), or a leading hyphen, which commands would take for an option. */
    private static final Pattern NO_BRANCH =
            Pattern.compile("^-|[\\p{Cntrl} ~^:?*\\[\\\\]|\\.\\.|@\\{|//|^/|/$|\\.$|(?:^|/)\\.|\\.lock(?:/|$)|^@$|^$");

    /** Whether this can be the name of a branch, and never an option. */
    public static boolean isBranch(String name) {
        return !NO_BRANCH.matcher(name).find();
    }

    /** A repository that is only read, from its checkout. */
    public static ClusterRepository at(Path checkout) {
        return new ClusterRepository(null, null, "main", checkout, Credentials.NONE);
    }

    /**
     * Where the credentials are kept. They are read at each use and never stored.
     *
     * @param sshKey the private key; null for the keys of the agent and of this user
     * @param knownHosts the host keys; null for this user's known_hosts
     * @param tokenFile its first line is the token, or the password, for https
     * @param username sent with the token
     */
    public record Credentials(
            @Nullable Path sshKey,
            @Nullable Path knownHosts,
            @Nullable Path tokenFile,
            String username) {

        /** Most Git hosts accept any user name when the token alone identifies the account. */
        public static final String ANYBODY = "git";

        public static final Credentials NONE = new Credentials(null, null, null, ANYBODY);
    }
}
