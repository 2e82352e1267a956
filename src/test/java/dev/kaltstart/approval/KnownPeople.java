package dev.kaltstart.approval;

import dev.kaltstart.engine.Approvers;
import dev.kaltstart.engine.People;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** People whose names the test knows; some of them approve. */
final class KnownPeople implements Approvers, People {

    private final List<String> all = new ArrayList<>();
    private final List<String> approvers = new ArrayList<>();

    KnownPeople approve(String... names) {
        approvers.addAll(List.of(names));
        all.addAll(List.of(names));
        return this;
    }

    KnownPeople operate(String... names) {
        all.addAll(List.of(names));
        return this;
    }

    void leave(String name) {
        approvers.remove(name);
        all.remove(name);
    }

    @Override
    public List<String> names() {
        return approvers;
    }

    @Override
    public boolean exists(String user) {
        return all.contains(user);
    }

    @Override
    public boolean knows(String user, String password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean remembers(String user, String password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> passwordMark(String user) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> groups(String user) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void ensureAdmin(String user, String password) {
        throw new UnsupportedOperationException();
    }
}
