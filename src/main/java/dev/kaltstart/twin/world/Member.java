package dev.kaltstart.twin.world;

import java.time.Instant;

/** A registered member of etcd. @param id 16 hexadecimal digits */
public record Member(String id, String name, String address, boolean learner, Instant since) {

    public String peer() {
        return url(2380);
    }

    public String client() {
        return url(2379);
    }

    private String url(int port) {
        return "https://" + (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }

    Member promoted() {
        return new Member(id, name, address, false, since);
    }
}
