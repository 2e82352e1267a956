package dev.kaltstart.recovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Processes;
import dev.kaltstart.engine.RehearsalAnswers;
import dev.kaltstart.engine.RunFacts;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.recovery.Recoveries.Request;
import dev.kaltstart.recovery.Recoveries.Unacceptable;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Accepts or refuses the start of a recovery, in the caller's transaction. */
@Component
class RecoveryStarter {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmm").withZone(ZoneOffset.UTC);
    private static final String NODE = "node";
    private static final String NAMESPACE = "namespace";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);
    private static final Rehearsals.Settings ATTENDED = new Rehearsals.Settings(false, 60, List.of(), Map.of());

    private final RecoveryRows rows;
    private final Timeline timeline;
    private final Clusters clusters;
    private final Processes processes;
    private final Takeover takeover;
    private final Rehearsals rehearsals;
    private final RehearsalAnswers answers;
    private final ObjectMapper json;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    RecoveryStarter(
            RecoveryRows rows,
            Timeline timeline,
            Clusters clusters,
            Processes processes,
            Takeover takeover,
            Rehearsals rehearsals,
            RehearsalAnswers answers,
            ObjectMapper json,
            Clock clock) {
        this.rows = rows;
        this.timeline = timeline;
        this.clusters = clusters;
        this.processes = processes;
        this.takeover = takeover;
        this.rehearsals = rehearsals;
        this.answers = answers;
        this.json = json;
        this.clock = clock;
    }

    RecoveryRows.Row start(Request request) {
        if (request.idempotencyKey() != null) {
            Optional<RecoveryRows.Row> earlier = rows.findByKey(request.idempotencyKey());
            if (earlier.isPresent()) {
                return earlier.get();
            }
        }
        Clusters.Protected cluster = acceptable(request);
        Rehearsals.Settings settings = settings(request);
        RecoveryRows.Row row = row(request, cluster, settings);
        rows.insert(row, request.idempotencyKey(), settings == null ? null : text(settings));
        timeline.write(row.id(), row.createdAt(), "started", null, request.reason(), request.person());
        takeover.take(row);
        if (settings != null) {
            prepare(row, cluster, settings);
        }
        rows.model(row.id(), processes.start(row.scenario(), row.id(), facts(row)));
        return row;
    }

    private Clusters.Protected acceptable(Request request) {
        Clusters.Protected cluster = clusters.find(request.cluster())
                .orElseThrow(() -> new Unacceptable("there is no cluster of that name; known are "
                        + clusters.all().stream().map(Clusters.Protected::name).toList()));
        if (!processes.exists(request.scenario())) {
            throw new Unacceptable("there is no scenario of that name");
        }
        if (processes.drill(request.scenario()) && request.mode() == Mode.LIVE) {
            throw new Unacceptable("this scenario is a drill: the mode must be drill or rehearsal");
        }
        if (cluster.twinOnly() && request.mode() != Mode.REHEARSAL) {
            throw new Unacceptable("this cluster exists only as a twin: the mode must be rehearsal");
        }
        if (request.mode() != Mode.REHEARSAL && request.rehearsal() != null) {
            throw new Unacceptable("unattended, speed, faults and answers are for rehearsals only");
        }
        if (request.rehearsal() != null) {
            answers.problem(request.scenario(), request.rehearsal().answers()).ifPresent(problem -> {
                throw new Unacceptable(problem);
            });
        }
        if (request.subject() == null) {
            processes
                    .subject(request.scenario())
                    .filter(kind -> !kind.equals(Processes.WHOLE_CLUSTER))
                    .ifPresent(kind -> {
                        throw new Unacceptable(
                                "say in 'subject' which " + kind + " it is about" + known(kind, cluster));
                    });
        }
        if (request.subject() != null
                && kind(request.scenario()).equals(NAMESPACE)
                && !NAME.matcher(request.subject()).matches()) {
            throw new Unacceptable(
                    "the subject is not the name of a namespace: small letters, digits and hyphens, at most 63");
        }
        if (request.startedAt() != null
                && request.startedAt().isAfter(clock.instant().plus(CLOCK_TOLERANCE))) {
            throw new Unacceptable("startedAt is in the future");
        }
        return cluster;
    }

    private static String known(String kind, Clusters.Protected cluster) {
        if (kind.equals(NODE) && !cluster.machineProblems().isEmpty()) {
            return "; its nodes are not known: " + String.join("; ", cluster.machineProblems());
        }
        if (kind.equals(NAMESPACE)) {
            return "; the repository has "
                    + cluster.inventory().namespaces().stream().sorted().toList();
        }
        return kind.equals(NODE)
                ? "; the cluster has "
                        + cluster.inventory().nodes().stream().map(Node::name).toList()
                : "";
    }

    private Rehearsals.@Nullable Settings settings(Request request) {
        if (request.mode() != Mode.REHEARSAL) {
            return null;
        }
        return request.rehearsal() == null ? ATTENDED : request.rehearsal();
    }

    private RecoveryRows.Row row(Request request, Clusters.Protected cluster, Rehearsals.@Nullable Settings settings) {
        Instant now = clock.instant();
        return new RecoveryRows.Row(
                id(request.scenario(), now),
                request.cluster(),
                request.scenario(),
                request.mode(),
                subject(request, cluster),
                request.subject() == null ? null : kind(request.scenario()),
                request.reason(),
                request.person(),
                settings == null ? 1 : settings.speed(),
                settings != null && settings.unattended(),
                request.startedAt() == null ? now : request.startedAt(),
                now,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private String kind(String scenario) {
        return processes.subject(scenario).orElse(NODE);
    }

    /**
     * The node's name in the inventory, for any of its names and addresses; the namespace, also for an application
     * in it. A namespace that the repository does not have may exist all the same.
     */
    private @Nullable String subject(Request request, Clusters.Protected cluster) {
        String subject = request.subject();
        if (subject == null) {
            return null;
        }
        return switch (kind(request.scenario())) {
            case NODE -> node(subject, cluster).name().value();
            case NAMESPACE -> cluster.inventory().namespaceOf(subject).orElse(subject);
            default -> subject;
        };
    }

    /** Safe as a file name and in a URL; a person can read it aloud. */
    private String id(String scenario, Instant now) {
        String tail = Integer.toString(random.nextInt(36 * 36 * 36 * 36 * 36), 36);
        return scenario + "-" + MINUTE.format(now) + "-" + "00000".substring(tail.length()) + tail;
    }

    private void prepare(RecoveryRows.Row row, Clusters.Protected cluster, Rehearsals.Settings settings) {
        try {
            String fault = processes.fault(row.scenario()).orElse("");
            rehearsals.prepare(row.id(), fault, cluster, row.about().label(), settings);
        } catch (IllegalArgumentException e) {
            throw new Unacceptable(String.valueOf(e.getMessage()));
        }
        rehearsals
                .limits(row.id())
                .forEach(limit -> timeline.write(row.id(), row.createdAt(), "rehearsal-limit", null, limit, null));
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                if (status != STATUS_COMMITTED) {
                    rehearsals.close(row.id());
                }
            }
        });
    }

    private static Map<Fact<?>, ?> facts(RecoveryRows.Row row) {
        var facts = new HashMap<Fact<?>, Object>();
        facts.put(RunFacts.RECOVERY, row.id());
        facts.put(RunFacts.CLUSTER, row.cluster());
        facts.put(RunFacts.MODE, row.mode());
        if (row.about() instanceof Subject.OfNode node) {
            facts.put(RecoveryFacts.NODE, node.node());
        }
        return facts;
    }

    private static Node node(String subject, Clusters.Protected cluster) {
        return cluster.inventory()
                .find(subject)
                .orElseThrow(() -> new Unacceptable("the inventory of this cluster has no such node; it has "
                        + cluster.inventory().nodes().stream().map(Node::name).toList()));
    }

    private String text(Rehearsals.Settings settings) {
        try {
            return json.writeValueAsString(settings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
