package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/** The registered members of etcd. */
public record EtcdMembers(List<Member> list) {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{1,16}");

    public EtcdMembers {
        list = List.copyOf(list);
    }

    /** @param id unsigned, in hexadecimal digits */
    public record Member(String id, String hostname, List<String> peerUrls, boolean learner) {

        /** {@code 8e9e05c521646941, cp-1 at https://10.20.0.11:2380}. */
        public String label() {
            return id + ", " + (hostname.isBlank() ? "never started, at " : hostname + " at ")
                    + String.join(", ", peerUrls);
        }

        public boolean named(Node node) {
            return node.isNamed(hostname) || node.isNamedInADomain(hostname);
        }

        public boolean at(Node node) {
            return peerUrls.stream().map(Member::host).anyMatch(node::hasAddress);
        }

        private static String host(String url) {
            try {
                String host = URI.create(url).getHost();
                return host == null ? "" : host.replace("[", "").replace("]", "");
            } catch (IllegalArgumentException e) {
                return "";
            }
        }
    }

    /** Members that match this node by name or address. */
    public List<Member> of(Node node) {
        return list.stream()
                .filter(member -> member.named(node) || member.at(node))
                .toList();
    }

    /** The size of the quorum. */
    int majority() {
        return (int) list.stream().filter(member -> !member.learner()).count() / 2 + 1;
    }

    /**
     * Parses the table: the command has no JSON output. Columns begin where their titles do, because a
     * member that has not started yet has no name and no client address.
     */
    static Optional<EtcdMembers> parse(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty() || !lines.get(0).contains("PEER URLS")) {
            return Optional.empty();
        }
        var members = new ArrayList<Member>();
        for (String line : lines.subList(1, lines.size())) {
            Member member = member(lines.get(0), line);
            if (!ID.matcher(member.id()).matches()) {
                return Optional.empty();
            }
            members.add(member);
        }
        return members.isEmpty() ? Optional.empty() : Optional.of(new EtcdMembers(members));
    }

    private static Member member(String header, String line) {
        ToIntFunction<String> at = title -> (" " + header + " ").indexOf(" " + title + " ");
        int id = at.applyAsInt("ID");
        int hostname = at.applyAsInt("HOSTNAME");
        int peers = at.applyAsInt("PEER URLS");
        int clients = at.applyAsInt("CLIENT URLS");
        int learner = at.applyAsInt("LEARNER");
        List<String> peerUrls = Arrays.stream(cell(line, peers, clients).split(","))
                .filter(url -> !url.isBlank())
                .toList();
        boolean learns = learner >= 0 && cell(line, learner, line.length()).equals("true");
        return new Member(cell(line, id, hostname), cell(line, hostname, peers), peerUrls, learns);
    }

    private static String cell(String line, int from, int to) {
        int end = Math.min(to < 0 ? line.length() : to, line.length());
        return from < 0 || from >= end ? "" : line.substring(from, end).strip();
    }
}
