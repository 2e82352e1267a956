package dev.kaltstart.cluster;

import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;

/**
 * The cluster as a step sees it. In a rehearsal every one of these borders is the twin's; a step cannot tell, and need
 * not.
 */
public interface Cluster {

    /** The name it has in kaltstart.yaml. */
    String name();

    Inventory inventory();

    /** The clock of the run: in a rehearsal it runs faster than the wall clock. */
    Clock clock();

    /** How long to wait on the wall clock for this much time to pass on {@link #clock()}. */
    Duration pace(Duration duration);

    /** Commands run here are remembered in the journal under the step that runs them. */
    Shell shell();

    /**
     * Commands run here are forgotten: for looking, never for acting. A check looks an unknown number of times, and what
     * it saw before a crash must not be taken for what is there now.
     */
    Shell looking();

    /**
     * @throws UnusableCredentials when the kubeconfig is missing, or is one that must not be used; the message says why
     */
    KubernetesClient kubernetes();

    /**
     * Its Git repository.
     *
     * @throws UnsupportedOperationException when there is none behind this handle; above all, a rehearsal never gets the
     *     real one
     */
    default ClusterRepository repository() {
        throw new UnsupportedOperationException(
                name() + ": there is no Git repository here to look at or to push to; only the real cluster has one");
    }

    /** Credentials that must not, or cannot, be used. The message names the file and what to do. */
    class UnusableCredentials extends RuntimeException {
        public UnusableCredentials(String message) {
            super(message);
        }
    }
}
