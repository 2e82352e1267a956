package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.yaml.UnreadableYaml;
import dev.kaltstart.kustomize.BuildFailure;
import dev.kaltstart.kustomize.FileTree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The files of a checkout, to build manifests from: those that the walk has found, and no others. */
final class CheckoutTree implements FileTree {

    private final Checkout checkout;
    private final Set<String> directories = new TreeSet<>();

    CheckoutTree(Checkout checkout) {
        this.checkout = checkout;
        for (String file : checkout.files(any -> true)) {
            for (int at = file.lastIndexOf('/');
                    at > 0 && directories.add(file.substring(0, at));
                    at = file.lastIndexOf('/', at - 1)) {
                // and the one above
            }
        }
    }

    @Override
    public Optional<String> read(String path) {
        try {
            return checkout.has(path) ? Optional.of(checkout.yaml(path).text()) : Optional.empty();
        } catch (UnreadableYaml e) {
            throw new BuildFailure(e.message());
        }
    }

    @Override
    public boolean isDirectory(String path) {
        return path.isEmpty() || directories.contains(path);
    }

    @Override
    public List<String> files(String directory) {
        var prefix = directory.isEmpty() ? "" : directory + "/";
        return checkout.files(file -> file.startsWith(prefix)).stream()
                .map(file -> file.substring(prefix.length()))
                .toList();
    }
}
