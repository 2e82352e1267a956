package dev.kaltstart.twin.world;

import java.time.Instant;

/** A registered member of etcd. @param id 16 hexadecimal digits */
public record Member(String id, String name, String address, boolean learner, Instant since) {

    public String peer() {
        return url(2380);
    }

    /** Empty before its first start. */
    public String client() {
        return started() ? url(2379) : "";
    }

    /** etcd learns the name of a member when it starts. */
    boolean started() {
        return !name.isEmpty();
    }

    Member at(String other) {
        return new Member(id, name, other, learner, since);
    }

    private String url(int port) {
        return "https://" + (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }

    Member promoted() {
        return new Member(id, name, address, false, since);
    }
}
