package dev.kaltstart.flux;

import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.Run;
import dev.kaltstart.shell.Command;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** The Git host is gone: without it Flux goes on with what it has, and follows nothing. */
@Component
class BringGit extends MendTask {

    private static final Fact<String> REASON = Fact.text("gitReason");
    private static final List<String> WAYS = List.of("again", "abort");
    private static final String NEW_URL = "NEW_URL";

    @Override
    public Brief brief(Run run) {
        ClusterRepository repository = run.cluster().repository();
        String url = String.valueOf(repository.url());
        return new Brief(
                "The Git host does not serve the repository. "
                        + run.find(RevertFacts.HEAD_WORDS)
                                .map(message -> "Found: " + message + ". ")
                                .orElse("")
                        + "The cluster keeps running as it is; manual changes stay until the host is back.",
                commands(run, repository, url),
                "Diagnose again: the host is reachable, or Flux has another source. Abort: the recovery is closed without"
                        + " further changes.",
                "'git ls-remote " + url + " " + repository.branch()
                        + "' answers with a commit, and 'flux get sources git" + " -A' shows it as ready.");
    }

    private static List<String> commands(Run run, ClusterRepository repository, String url) {
        var commands = new ArrayList<String>();
        commands.add("# is it the host, the network, or the key?");
        commands.add(Command.of("git", "ls-remote", url, repository.branch()).line());
        commands.add("flux get sources git -A");
        commands.add("kubectl -n flux-system logs deploy/source-controller --tail=20");
        commands.add("# save what is left: the whole repository in one file, from a checkout");
        commands.add(
                Command.of("cd", run.cluster().inventory().root().toString()).line());
        commands.add("git log -1 && git bundle create ../cluster.bundle --all");
        String mirror = repository.mirror() == null ? "" : repository.mirror().toString();
        if (mirror.isEmpty()) {
            commands.add("# move to a new host: create an empty repository there, put its address for NEW_URL, then");
            commands.add(Command.of("git", "push", NEW_URL, repository.branch()).line());
        } else {
            commands.add("# move to the mirror: it must have the commit that Flux applied last");
            commands.add(
                    Command.of("git", "ls-remote", mirror, repository.branch()).line());
        }
        commands.add("# point Flux to it; if the flux-operator manages Flux, change the FluxInstance instead");
        commands.add(Command.of("kubectl", "-n", "flux-system", "patch", "gitrepository", "flux-system")
                .plus("--field-manager=kaltstart", "--type=merge", "-p")
                .plus("{\"spec\":{\"url\":\"" + (mirror.isEmpty() ? NEW_URL : mirror) + "\"}}")
                .line());
        return commands;
    }

    @Override
    public void accept(Run run, Facts answers) {
        mended(answers, WAYS, REASON, "give the cause and the repair: the report quotes it");
    }
}
