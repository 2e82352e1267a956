package dev.kaltstart.twin.world;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.twin.origin.Origin;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Objects;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** A simulated cluster. All its state is read and changed inside {@link #on}, by one thread at a time. */
public final class World {

    /** What DHCP gives to a machine that was to have another address; one that documentation may use. */
    public static final String LEASED = "198.51.100.77";

    /** The step of the clock while it catches up. */
    private static final Duration STEP = Duration.ofSeconds(5);

    /** After a quiet evaluation the interval to the next one doubles, up to this. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(20);

    private static final int MOST_STEPS = 40;

    private final ReentrantLock lock = new ReentrantLock();
    private final Path directory;
    private final TwinOrder order;
    private final TwinClock clock;
    private final List<RuleMemory> rules;
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Map<String, String> marks = new TreeMap<>();
    private final Map<String, JsonNode> archive = new TreeMap<>();
    private final Timers timers = new Timers();
    private final Seed seed;
    private final Etcd etcd;
    private final Objects objects;
    private final WorldFile file;
    private final Origin origin;
    /** The mark with the CA that took the place of the first one. */
    private static final String ROTATED_CA = "ca/rotated";

    private final String pki;
    private Instant advanced;
    /** Nothing has changed at or since the last evaluation: only time can cause a change, checked once a step. */
    private boolean quiet;

    /** Restores the world saved in the directory, else an empty one. */
    public World(Path directory, TwinOrder order, TwinClock clock, List<Rule> rules) {
        this.directory = directory;
        this.order = order;
        this.clock = clock;
        this.rules = rules.stream().map(RuleMemory::new).toList();
        this.seed = new Seed(order.recovery());
        this.etcd = new Etcd(machines, seed);
        this.objects = new Objects(order.recovery());
        this.pki = CertificateAuthorities.of(order.cluster());
        this.advanced = order.origin();
        this.origin = new Origin(directory.resolve("origin.git"));
        this.file = new WorldFile(directory, this);
        file.load();
    }

    /** Catches up with the clock, does the work, and saves the result before returning it. */
    public <T> T on(Function<World, T> work) {
        lock.lock();
        try {
            var still = advance() || quiet;
            // also when the work fails half way
            quiet = false;
            var outcome = work.apply(this);
            var changed = file.save();
            quiet = still && !changed;
            return outcome;
        } finally {
            lock.unlock();
        }
    }

    /** @return the rules were evaluated */
    private boolean advance() {
        var now = clock.instant();
        var gap = Duration.between(advanced, now);
        if (gap.isNegative() || gap.isZero() || machines.isEmpty() || quiet && gap.compareTo(STEP) < 0) {
            return false;
        }
        var shared = gap.dividedBy(MOST_STEPS);
        live(now, shared.compareTo(STEP) > 0 ? shared : STEP);
        return true;
    }

    /** Simulates a stretch of the past, so that the cluster starts with a history. */
    public void settle(Instant from, Instant until) {
        advanced = from;
        live(until, STEP);
    }

    private void live(Instant until, Duration shortest) {
        var step = shortest;
        while (advanced.isBefore(until)) {
            var version = objects.version();
            var next = advanced.plus(step);
            advanced = next.isBefore(until) ? next : until;
            advanceTo(advanced);
            var twice = step.multipliedBy(2);
            if (version != objects.version()) {
                step = shortest;
            } else if (twice.compareTo(LONGEST_STEP) <= 0) {
                step = twice;
            }
        }
    }

    private void advanceTo(Instant now) {
        machines.values().forEach(machine -> machine.advance(now));
        etcd.advance(pki(), now);
        if (apiWorks()) {
            var state = state();
            for (RuleMemory rule : rules) {
                state = rule.apply(this, now, state);
            }
        } else {
            machines.values().forEach(machine -> machine.kubelet(machine.kubeletRuns(pki()), now));
        }
    }

    WorldState state() {
        var rest = 31 * marks.hashCode() + etcd.members().hashCode();
        for (Machine machine : machines.values()) {
            rest = 31 * rest + machine.state();
        }
        return new WorldState(objects.version(), timers.changes(), rest);
    }

    /** An API server is there to take a connection. */
    public boolean apiListens() {
        return machines.values().stream()
                .anyMatch(machine -> machine.controlPlane() && machine.kubeletRuns(pki()) && machine.etcdData());
    }

    /** It can also read and write. */
    public boolean apiWorks() {
        return apiListens() && etcd.quorum();
    }

    /** The CA of this cluster. */
    public String pki() {
        return marks.getOrDefault(ROTATED_CA, pki);
    }

    /** Every machine trusts another CA from now on, and so does the cluster. */
    public void rotateCa(String authority) {
        marks.put(ROTATED_CA, authority);
        machines.values().forEach(machine -> machine.trust(authority));
    }

    public Instant now() {
        return clock.instant();
    }

    public TwinClock clock() {
        return clock;
    }

    public TwinOrder order() {
        return order;
    }

    public Seed seed() {
        return seed;
    }

    public Objects objects() {
        return objects;
    }

    public Etcd etcd() {
        return etcd;
    }

    public Timers timers() {
        return timers;
    }

    /** Small facts about the twin itself that have to survive. */
    public Map<String, String> marks() {
        return marks;
    }

    /** What is kept outside of the cluster, by name. A document in here is never changed, only replaced. */
    public Map<String, JsonNode> archive() {
        return archive;
    }

    public Collection<Machine> machines() {
        return machines.values();
    }

    public void add(Machine machine) {
        machines.put(machine.name(), machine);
    }

    public Optional<Machine> machine(String name) {
        return Optional.ofNullable(machines.get(name));
    }

    /** By address, as they are reached now. */
    public Optional<Machine> machineAt(String address) {
        return machines.values().stream()
                .filter(machine -> addressNow(machine).equals(address))
                .findFirst();
    }

    private String addressNow(Machine machine) {
        var other = order.suffers(Fault.OTHER_ADDRESS)
                && machine.name().equals(order.subject())
                && machine.stage() == Stage.MAINTENANCE;
        return other ? LEASED : machine.address();
    }

    public Optional<Machine> subject() {
        return machine(order.subject());
    }

    /** The kubelet on this node is there to start and stop pods. */
    public boolean kubeletRuns(String node) {
        return machine(node).filter(machine -> machine.kubeletRuns(pki())).isPresent()
                && objects.find(Kinds.NODE.key(node)).isPresent();
    }

    /** The repository that Flux follows. */
    public Origin origin() {
        return origin;
    }

    /** The directory of the repository's scratch copy. */
    public Path repository() {
        return directory.resolve("repository");
    }

    public Path directory() {
        return directory;
    }

    Instant advanced() {
        return advanced;
    }

    void advanced(String saved) {
        advanced = Instant.parse(saved);
    }
}
