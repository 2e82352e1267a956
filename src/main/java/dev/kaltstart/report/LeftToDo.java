package dev.kaltstart.report;

import dev.kaltstart.engine.Measurement;
import dev.kaltstart.recovery.Recoveries.StepState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Follow-up work for people: what this recovery did, and did not do any more, before this end. */
record LeftToDo(Account account) {

    /** In phases that people may leave. */
    private static final Set<String> SKIPPABLE = Set.of(
            "awaitStorage",
            "attachTestVolume",
            "removeTestVolume",
            "rebuildReplicas",
            "uncordonNode",
            "verifyNodes",
            "verifyFlux",
            "verifyWorkloads",
            "verifyStorage");

    List<String> items() {
        var items = new ArrayList<String>();
        if (account.outcome().equals("recovered")) {
            skipped().forEach(items::add);
            storage().ifPresent(items::add);
            account.storageNotVerified()
                    .map(message -> "look at the storage by hand, " + ReportFormat.text(message))
                    .ifPresent(items::add);
            guards(items);
        } else {
            node(items);
            restores(items);
            items.add("decide how to continue: "
                    + (account.recovery().subject() == null
                            ? "the recovery of " + account.recovery().cluster() + " did not reach its end"
                            : account.recovery().subject() + " is not recovered"));
        }
        items.add("push or merge the changelog entry: the step Commit changelog says where it is");
        items.add("write down the lessons learned"
                + Optional.ofNullable(account.improvementPlan())
                        .map(file -> " in " + ReportFormat.text(file))
                        .orElse(""));
        return items;
    }

    /** A step that failed last and did not keep the recovery from its end was skipped by a person. */
    private List<String> skipped() {
        var last = new LinkedHashMap<String, StepState>();
        account.steps().stream()
                .filter(step -> SKIPPABLE.contains(step.step()))
                .forEach(step -> last.put(step.step(), step));
        return last.values().stream()
                .filter(step -> step.state().equals("failed"))
                .map(step -> "do by hand what was skipped, " + ReportFormat.text(step.name()) + ": "
                        + ReportFormat.text(step.message()))
                .toList();
    }

    /** Volumes that are not whole, and that no check waits for. */
    private Optional<String> storage() {
        return lastDone("verifyStorage")
                .filter(step -> count(step, "volumesIncomplete") + count(step, "volumesGivenUp") > 0)
                .map(step -> {
                    boolean given = count(step, "volumesGivenUp") > 0;
                    boolean incomplete = count(step, "volumesIncomplete") > 0;
                    String what = (incomplete ? "attach the detached volumes, so that their replicas are rebuilt" : "")
                            + (given && incomplete ? "; " : "")
                            + (given ? "restore the volumes that were given up" : "");
                    return what + ": " + ReportFormat.text(step.message());
                });
    }

    /** What would have kept Flux from deleting data. */
    private void guards(List<String> items) {
        lastDone("proposeGuard").ifPresent(step -> {
            if (count(step, "guardsProposed") > 0) {
                items.add("review and apply the proposed guard, `/api/recoveries/"
                        + account.recovery().id() + "/evidence/guard.diff`");
            }
            if (count(step, "guardsByHand") > 0) {
                items.add("put in by hand the guards that no patch could: " + ReportFormat.text(step.message()));
            }
        });
    }

    private static long count(StepState step, String name) {
        return step.measured().stream()
                .filter(measured -> measured.name().equals(name))
                .mapToLong(Measurement::number)
                .sum();
    }

    /** A restore that was left in between: what Kaltstart stopped for it, by namespace. */
    private void restores(List<String> items) {
        var stopped = new LinkedHashMap<String, StepState>();
        account.steps().stream()
                .filter(step -> step.subject() != null)
                .filter(step -> step.step().equals("stopWriters")
                        || step.step().equals("startWriters") && step.state().equals("done"))
                .forEach(step -> {
                    if (step.step().equals("stopWriters")) {
                        stopped.put(step.subject(), step);
                    } else {
                        stopped.remove(step.subject());
                    }
                });
        stopped.forEach((namespace, step) -> {
            items.add("the data of " + namespace + " is not back, and what writes to it is stopped ("
                    + ReportFormat.text(step.message())
                    + "). Once the data is right, give each of them the replicas in brackets with `kubectl -n "
                    + namespace
                    + " scale`");
            items.add(
                    "backups of " + namespace + " may be paused: `kubectl -n " + namespace
                            + " get replicationsources.volsync.backube -o custom-columns=NAME:.metadata.name,PAUSED:.spec.paused`");
        });
    }

    /** How far the removal of a node went, the furthest point first. */
    private void node(List<String> items) {
        String node = account.recovery().subject();
        if (node == null) {
            return;
        }
        boolean joined = done("awaitJoin");
        if (done("removeMember") && !done("awaitMember")) {
            items.add("etcd has one member less: " + node + " is not one of its members any more");
        }
        if (done("resetNode") && !done("applyConfig")) {
            items.add(node + " is wiped and waits for a machine configuration");
        }
        if (done("deleteNode") && !joined) {
            items.add("Kubernetes has no node " + node + " any more: provision it, or take it out of the repository");
        } else if ((done("cordonNode") || done("taintNode")) && !done("deleteNode")) {
            items.add(node + " was left cordoned" + (done("taintNode") ? " and tainted" : "")
                    + ". When it is fit for work: `kubectl uncordon " + node + "`"
                    + (done("taintNode") ? ", `kubectl taint node " + node + " kaltstart.dev/failed:NoSchedule-`" : "")
                    + (done("evacuateVolumes")
                            ? ", `kubectl taint node " + node + " node.kubernetes.io/out-of-service:NoExecute-`"
                            : ""));
        }
    }

    private boolean done(String step) {
        return lastDone(step).isPresent();
    }

    private Optional<StepState> lastDone(String name) {
        return account.steps().stream()
                .filter(step -> step.step().equals(name) && step.state().equals("done"))
                .reduce((earlier, later) -> later);
    }
}
