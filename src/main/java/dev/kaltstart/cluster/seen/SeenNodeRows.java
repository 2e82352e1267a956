package dev.kaltstart.cluster.seen;

import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.cluster.SeenNode.Claim;
import dev.kaltstart.cluster.SeenNode.Machine;
import dev.kaltstart.cluster.SeenNodes;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The record as rows. Read from memory: an inventory is asked for under locks and in transactions, where waiting for a
 * connection could stop everything.
 */
@Component
public class SeenNodeRows implements SeenNodes {

    /** More than a cluster has that is recovered by hand: whoever may write Node objects may write many. */
    static final int MOST = 1_000;

    private static final String COLUMNS =
            "claimed_at, claimed_role, claimed_addresses, kubernetes_version, answered_at,"
                    + " hostname, role, address, uuid, mac, disk, disk_serial, talos_version, doubt";

    private final JdbcClient jdbc;
    private final SeenNodesFile copy;
    private volatile Map<String, List<SeenNode>> byCluster = Map.of();

    public SeenNodeRows(JdbcClient jdbc, @Value("${kaltstart.home}") Path home) {
        this.jdbc = jdbc;
        this.copy = SeenNodesFile.in(home);
        refresh();
    }

    @Override
    public List<SeenNode> of(String cluster) {
        return byCluster.getOrDefault(cluster, List.of());
    }

    @Override
    public final void refresh() {
        var found = new HashMap<String, List<SeenNode>>();
        jdbc
                .sql("select * from seen_node order by cluster, node")
                .query((row, number) -> Map.entry(row.getString("cluster"), node(row)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())))
                .forEach((cluster, nodes) -> found.put(cluster, List.copyOf(nodes)));
        var known = byCluster;
        byCluster = Map.copyOf(found);
        if (!byCluster.equals(known)) {
            copy.write(byCluster);
        }
    }

    @Override
    public synchronized void saw(String cluster, List<SeenNode> shown) {
        refresh();
        var known = of(cluster).stream().collect(Collectors.toMap(SeenNode::name, node -> node));
        int room = MOST - known.size();
        // where there is no room for all, those that only Kubernetes names are left out
        var provenFirst = shown.stream()
                .sorted(Comparator.comparing(node -> node.machine() == null))
                .toList();
        for (SeenNode node : provenFirst) {
            var before = known.get(node.name());
            if (before != null) {
                update(cluster, before.then(node));
            } else if (room-- > 0) {
                insert(cluster, node);
            }
        }
        refresh();
    }

    @Override
    public synchronized void forgetClaims(String cluster, List<NodeName> claimed) {
        of(cluster).stream()
                .filter(node -> node.machine() == null && !claimed.contains(node.name()))
                .forEach(
                        node -> jdbc.sql("delete from seen_node where cluster = ? and node = ? and answered_at is null")
                                .params(cluster, node.name().value())
                                .update());
        refresh();
    }

    private void insert(String cluster, SeenNode node) {
        bind(
                        jdbc.sql("insert into seen_node (" + COLUMNS
                                + ", cluster, node) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                        cluster,
                        node)
                .update();
    }

    private void update(String cluster, SeenNode node) {
        bind(
                        jdbc.sql("update seen_node set " + COLUMNS.replace(",", " = ?,")
                                + " = ? where cluster = ? and node = ?"),
                        cluster,
                        node)
                .update();
    }

    private static JdbcClient.StatementSpec bind(JdbcClient.StatementSpec sql, String cluster, SeenNode node) {
        var claim = Optional.ofNullable(node.claim());
        var machine = Optional.ofNullable(node.machine());
        return sql.param(1, claim.map(Claim::at).map(SeenNodeRows::utc).orElse(null))
                .param(2, claim.map(Claim::role).map(SeenNodeRows::word).orElse(null))
                .param(3, claim.map(one -> String.join(",", one.addresses())).orElse(null))
                .param(4, claim.map(Claim::kubernetesVersion).orElse(null))
                .param(5, machine.map(Machine::at).map(SeenNodeRows::utc).orElse(null))
                .param(6, machine.map(Machine::hostname).orElse(null))
                .param(7, machine.map(Machine::role).map(SeenNodeRows::word).orElse(null))
                .param(8, machine.map(Machine::address).orElse(null))
                .param(9, machine.map(Machine::uuid).map(MachineUuid::value).orElse(null))
                .param(10, machine.map(Machine::mac).orElse(null))
                .param(11, machine.map(Machine::disk).orElse(null))
                .param(12, machine.map(Machine::diskSerial).orElse(null))
                .param(13, machine.map(Machine::talosVersion).orElse(null))
                .param(14, node.doubt())
                .param(15, cluster)
                .param(16, node.name().value());
    }

    private static SeenNode node(ResultSet row) throws SQLException {
        return new SeenNode(new NodeName(row.getString("node")), claim(row), machine(row), row.getString("doubt"));
    }

    private static @Nullable Claim claim(ResultSet row) throws SQLException {
        var at = instant(row, "claimed_at");
        return at == null
                ? null
                : new Claim(
                        at,
                        role(row.getString("claimed_role")),
                        List.of(row.getString("claimed_addresses").split(",")),
                        row.getString("kubernetes_version"));
    }

    private static @Nullable Machine machine(ResultSet row) throws SQLException {
        var at = instant(row, "answered_at");
        return at == null
                ? null
                : new Machine(
                        at,
                        row.getString("hostname"),
                        role(row.getString("role")),
                        row.getString("address"),
                        Optional.ofNullable(row.getString("uuid"))
                                .flatMap(MachineUuid::parse)
                                .orElse(null),
                        row.getString("mac"),
                        row.getString("disk"),
                        row.getString("disk_serial"),
                        row.getString("talos_version"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static Role role(@Nullable String word) {
        return Role.valueOf(Objects.requireNonNull(word).toUpperCase(Locale.ROOT));
    }
}
