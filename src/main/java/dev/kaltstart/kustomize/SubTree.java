package dev.kaltstart.kustomize;

import java.util.List;
import java.util.Optional;

/** The part of a repository that is published as an artifact of its own: its paths begin at this directory. */
record SubTree(FileTree whole, String top) implements FileTree {

    @Override
    public Optional<String> read(String path) {
        return whole.read(Overlay.join(top, path));
    }

    @Override
    public boolean isDirectory(String path) {
        return whole.isDirectory(path.isEmpty() ? top : Overlay.join(top, path));
    }

    @Override
    public List<String> files(String directory) {
        return whole.files(directory.isEmpty() ? top : Overlay.join(top, directory));
    }

    @Override
    public String place(String path) {
        return whole.place(Overlay.join(top, path));
    }
}
