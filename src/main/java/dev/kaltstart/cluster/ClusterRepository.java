package dev.kaltstart.cluster;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The Git repository of a cluster: where it is kept, and with what Kaltstart may reach it.
 *
 * @param url null when Kaltstart was not told
 * @param mirror another place where it is kept; null when there is none
 * @param branch the one that Flux follows
 * @param checkout where it lies on this machine, absolute
 */
public record ClusterRepository(
        @Nullable RepositoryUrl url,
        @Nullable RepositoryUrl mirror,
        String branch,
        Path checkout,
        Credentials credentials) {

    /** One that is only looked at where it lies. */
    public static ClusterRepository at(Path checkout) {
        return new ClusterRepository(null, null, "main", checkout, Credentials.NONE);
    }

    /**
     * Where the credentials lie; what they are is read when they are used, and kept nowhere.
     *
     * @param sshKey the private key; the agent's keys and those of this user when null
     * @param knownHosts the keys of the hosts; those that this user knows when null
     * @param tokenFile holds the token, or the password, for https in its first line
     * @param username that goes with the token
     */
    public record Credentials(
            @Nullable Path sshKey,
            @Nullable Path knownHosts,
            @Nullable Path tokenFile,
            String username) {

        /** What most hosts take when the token alone says who it is. */
        public static final String ANYBODY = "git";

        public static final Credentials NONE = new Credentials(null, null, null, ANYBODY);
    }
}
