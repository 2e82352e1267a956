package dev.kaltstart.flux.bootstrap;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.shell.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Opens files of the repository with the key that the cluster has, as its Flux will do. */
record AgeTrial(Cluster cluster, Set<String> namespaces) {

    Check check() {
        List<Path> files = EncryptedForFlux.of(cluster.inventory());
        if (files.isEmpty()) {
            return Check.met("nothing that Flux applies is encrypted with SOPS");
        }
        List<AgeIdentity> all = AgeIdentity.in(cluster.kubernetes(), namespaces);
        List<AgeIdentity> usable = all.stream()
                .filter(identity -> !identity.identities().isEmpty())
                .filter(identity -> fluxLooksInto(identity.namespace()))
                .toList();
        if (usable.isEmpty()) {
            throw new Failure.NeedsHuman("AGE_KEY_" + (all.isEmpty() ? "ABSENT" : "MISPLACED"), unusable(all));
        }
        return opens(usable, files);
    }

    /** The controller's own key is in its namespace; one that a Kustomization names is in the Kustomization's. */
    private boolean fluxLooksInto(String namespace) {
        return namespace.equals(BootstrapSecret.USUAL)
                || cluster.inventory().kustomizations().stream()
                        .anyMatch(one -> one.namespace().equals(namespace));
    }

    private String unusable(List<AgeIdentity> all) {
        if (all.isEmpty()) {
            return "the repository has files that Flux has to decrypt, and no Secret in "
                    + String.join(", ", namespaces)
                    + " has an age key: put the key into flux-system/sops-age, under the name"
                    + " age.agekey";
        }
        return all.stream()
                .map(identity -> identity.identities().isEmpty()
                        ? identity.label() + " has an age key under " + String.join(", ", identity.misnamed())
                                + ", and Flux reads only entries whose name ends in .agekey: name it age.agekey"
                        : identity.label() + " has the age key, and Flux does not look into this namespace: put it into"
                                + " flux-system")
                .collect(Collectors.joining("; "));
    }

    private Check opens(List<AgeIdentity> usable, List<Path> files) {
        var opened = new TreeSet<Path>();
        var closed = new ArrayList<Path>();
        for (Path file : files) {
            List<Result> results = usable.stream()
                    .map(identity -> SopsRun.open(cluster, file, identity.identities()))
                    .toList();
            if (results.stream().anyMatch(SopsRun::opened)) {
                opened.add(file);
            } else if (results.stream().anyMatch(result -> result.ending() != Result.Ending.EXITED)) {
                return Check.unknown("sops does not answer in time about " + file);
            } else {
                closed.add(file);
            }
        }
        String keys = usable.stream().map(AgeIdentity::label).collect(Collectors.joining(", "));
        if (opened.isEmpty()) {
            throw new Failure.NeedsHuman(
                    "AGE_KEY_WRONG",
                    "the age key in " + keys + " opens none of the files that Flux has to decrypt, not even "
                            + closed.get(0) + ": put the key there that they are encrypted for (.sops.yaml names it)");
        }
        return Check.met("the age key in " + keys + " opens " + names(opened)
                + (closed.isEmpty() ? "" : "; it does not open " + names(closed) + ", which is for another key"));
    }

    private static String names(Iterable<Path> files) {
        var names = new ArrayList<String>();
        files.forEach(file -> names.add(file.toString()));
        return String.join(", ", names);
    }
}
