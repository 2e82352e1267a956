package dev.kaltstart.secrets;

import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import java.util.ArrayList;
import org.springframework.stereotype.Component;

/** The leak is closed, and its traces are kept, before anything is replaced. */
@Component
class ContainLeak extends HumanTask {

    @Override
    public Brief brief(Run run) {
        var commands = new ArrayList<String>();
        commands.add("# first keep the traces: audit logs are overwritten after days");
        commands.add("kubectl get events -A --sort-by=.lastTimestamp > events-" + run.recovery() + ".txt");
        ClusterRepository repository = run.cluster().repository();
        if (LeakFacts.is(run, LeakFacts.AGE_KEY) || LeakFacts.is(run, LeakFacts.APPLICATION)) {
            commands.add("# make the repository private: who has cloned it keeps the old ciphertext all the same");
            commands.add("gh repo edit " + repository.url()
                    + " --visibility private --accept-visibility-change-consequences");
        }
        if (LeakFacts.is(run, LeakFacts.GIT_TOKEN)) {
            commands.add(
                    "# revoke the token or the deploy key in the settings of the Git host, then look for strange commits");
            commands.add("git -C " + run.cluster().inventory().root() + " log --since=" + run.get(LeakFacts.SINCE)
                    + " --format='%h %an <%ae> %cI %s' origin/" + repository.branch());
        }
        if (LeakFacts.is(run, LeakFacts.ONE_PASSWORD)) {
            commands.add(
                    "# only the web page of 1Password revokes a token: Developer, Access tokens, Revoke (no grace period)");
            commands.add("op service-account ratelimit");
            commands.add(
                    "# External Secrets keep the values that they have; the new token goes in by hand, not by an ExternalSecret");
            commands.add("kubectl get externalsecrets,clustersecretstores -A");
        }
        if (LeakFacts.is(run, LeakFacts.TALOSCONFIG) || LeakFacts.is(run, LeakFacts.KUBECONFIG)) {
            commands.add(
                    "# client certificates cannot be revoked: until the CA is replaced, only the network protects the cluster");
            commands.add("# allow ports 6443 and 50000 only from here, in the firewall or with a Talos ingress rule");
        }
        if (LeakFacts.is(run, LeakFacts.BACKUP)) {
            commands.add(
                    "# protect the backups from deletion: versioning or object lock of the bucket, then a new access key");
        }
        return new Brief(
                "What leaked is still usable. Close the door first, without destroying the traces: who used it, when, from where.",
                commands,
                "The leaked credential is refused where it can be refused, and logs of the time since the leak are saved.",
                "Use the credential yourself once more: it is refused. What cannot be refused yet is named below.");
    }
}
