package dev.kaltstart.cluster;

import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;

/**
 * A step's handle on its cluster. In a rehearsal the twin is behind it; a step cannot notice the difference and does
 * not need to.
 */
public interface Cluster {

    /** The name in kaltstart.yaml. */
    String name();

    Inventory inventory();

    /** The clock of the recovery; in a rehearsal it runs faster than the wall clock. */
    Clock clock();

    /** The wall-clock time in which this duration passes on {@link #clock()}. */
    Duration pace(Duration duration);

    /** Commands run here are recorded in the journal under the step that runs them. */
    Shell shell();

    /**
     * Commands run here are not recorded: use it to read, never to act. A check runs an unknown number of times, and its
     * output from before a crash must not be taken for the present state.
     */
    Shell looking();

    /**
     * @throws UnusableCredentials when the kubeconfig is missing or must not be used; the message gives the reason
     */
    KubernetesClient kubernetes();

    /**
     * The Git repository of the cluster.
     *
     * @throws UnsupportedOperationException when the handle has none; a rehearsal never gets the real repository
     */
    default ClusterRepository repository() {
        throw new UnsupportedOperationException(
                name() + ": this handle has no Git repository to read or push; only the real cluster has one");
    }

    /** Credentials that must not, or cannot, be used. The message names the file and the remedy. */
    class UnusableCredentials extends RuntimeException {
        public UnusableCredentials(String message) {
            super(message);
        }
    }
}
