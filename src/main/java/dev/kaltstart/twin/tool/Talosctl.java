package dev.kaltstart.twin.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code talosctl}: finds the subcommand and hands over to it. */
final class Talosctl implements Tool {

    private static final String GLOBAL = "nodes,n= endpoints,e= talosconfig= context= cluster,c= help,h ";

    private record Verb(String flags, TalosVerb verb) {}

    private static final Map<String, Verb> VERBS = Map.ofEntries(
            Map.entry("version", new Verb("client short insecure,i json", TalosLook::version)),
            Map.entry("get", new Verb("output,o= namespace= insecure,i id,i= watch,w", TalosGet::get)),
            Map.entry("health", new Verb(Health.FLAGS, Health::health)),
            Map.entry("config info", new Verb("output,o=", TalosLook::configInfo)),
            Map.entry("service", new Verb("", TalosEtcd::service)),
            Map.entry("etcd members", new Verb("", TalosEtcd::members)),
            Map.entry("etcd status", new Verb("", TalosEtcd::status)),
            Map.entry("etcd remove-member", new Verb("", TalosEtcd::removeMember)),
            Map.entry("etcd snapshot", new Verb("", TalosEtcd::snapshot)),
            Map.entry("bootstrap", new Verb("recover-from= recover-skip-hash-check", TalosEtcd::bootstrap)),
            Map.entry("reset", new Verb(TalosReset.FLAGS, TalosReset::reset)),
            Map.entry("apply-config", new Verb(TalosApply.FLAGS, TalosApply::apply)),
            Map.entry("apply", new Verb(TalosApply.FLAGS, TalosApply::apply)),
            Map.entry("kubeconfig", new Verb("force,f merge,m force-context-name=", TalosLook::kubeconfig)));

    /** One subcommand. */
    @FunctionalInterface
    interface TalosVerb {
        CommandOutcome run(TalosCall call);
    }

    @Override
    public CommandOutcome run(Call call) {
        try {
            return dispatch(call);
        } catch (Usage usage) {
            return CommandOutcome.failed(usage.message());
        }
    }

    private static CommandOutcome dispatch(Call call) {
        var words = words(call.arguments());
        if (words.isEmpty()) {
            return CommandOutcome.ok("A CLI for out-of-band management of Kubernetes nodes created by Talos\n");
        }
        var name =
                VERBS.containsKey(words.get(0)) || words.size() < 2 ? words.get(0) : words.get(0) + " " + words.get(1);
        var verb = VERBS.get(name);
        if (verb == null) {
            throw new Usage("unknown command \"%s\" for \"talosctl\"".formatted(name));
        }
        var flags = Flags.parse(call.arguments(), GLOBAL + verb.flags());
        flags.positional().subList(0, name.split(" ").length).clear();
        return verb.verb().run(new TalosCall(call, flags));
    }

    /** The words that are no flags, as far as they can be distinguished from flags before the subcommand. */
    private static List<String> words(List<String> arguments) {
        var words = new ArrayList<String>();
        for (int i = 0; i < arguments.size(); i++) {
            var word = arguments.get(i);
            if (word.matches("-[nec]|--(nodes|endpoints|talosconfig|context|cluster)")) {
                i++;
            } else if (!word.startsWith("-")) {
                words.add(word);
            }
        }
        return words;
    }
}
