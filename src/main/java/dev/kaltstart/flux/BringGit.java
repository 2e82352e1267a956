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

    @Override
    public Brief brief(Run run) {
        ClusterRepository repository = run.cluster().repository();
        String url = String.valueOf(repository.url());
        return new Brief(
                "The repository cannot be had from its host. "
                        + run.find(RevertFacts.HEAD_WORDS)
                                .map(message -> "Seen: " + message + ". ")
                                .orElse("")
                        + "The cluster runs on with what it has; what is changed by hand stays until the host is back.",
                commands(run, repository, url),
                "Again: the host answers, or Flux has another source, and everything is looked at anew. Abort: the"
                        + " recovery is closed as it stands.",
                "'git ls-remote " + url + " " + repository.branch()
                        + "' answers with a commit, and 'flux get sources git" + " -A' shows it as ready.");
    }

    private static List<String> commands(Run run, ClusterRepository repository, String url) {
        var commands = new ArrayList<String>();
        commands.add("# is it the host, the way there, or the key?");
        commands.add(Command.of("git", "ls-remote", url, repository.branch()).line());
        commands.add("flux get sources git -A");
        commands.add("kubectl -n flux-system logs deploy/source-controller --tail=20");
        commands.add("# what is left: everything in one file, from a checkout that has it");
        commands.add(
                Command.of("cd", run.cluster().inventory().root().toString()).line());
        commands.add("git log -1 && git bundle create ../cluster.bundle --all");
        commands.add("# a new host: an empty repository there, then");
        commands.add(Command.of("git", "push", "NEW_URL", repository.branch()).line());
        commands.add("# and let Flux follow it; where the flux-operator manages Flux, in the FluxInstance");
        commands.add(Command.of("kubectl", "-n", "flux-system", "patch", "gitrepository", "flux-system")
                .plus("--field-manager=kaltstart", "--type=merge", "-p")
                .plus("{\"spec\":{\"url\":\"" + (repository.mirror() == null ? "NEW_URL" : repository.mirror())
                        + "\"}}")
                .line());
        return commands;
    }

    @Override
    public void accept(Run run, Facts answers) {
        mended(answers, WAYS, REASON, "give the reason: the report tells later why it went on like this");
    }
}
