package dev.kaltstart.engine;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.shell.Shells;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Steps and tasks of the real models that tell every secret they have, wherever they can. */
final class LeakySteps implements BeanPostProcessor {

    private static final Fact<String> TOLD = Fact.text("told");

    private final Path world;
    private final Supplier<Shells> shells;
    private final UnaryOperator<String> attempts;

    /** @param attempts the name of the attempt that a recovery is at: its commands are kept, and shown, under it */
    LeakySteps(Path world, Supplier<Shells> shells, UnaryOperator<String> attempts) {
        this.world = world;
        this.shells = shells;
        this.attempts = attempts;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return switch (name) {
            case "assessRole" -> new Leaky((Step) bean);
            case "deleteNode" -> new LeakyPreview((Step.Destructive) bean);
            case "confirmPowerOff" -> new LeakyBrief((HumanTask) bean);
            default -> bean;
        };
    }

    /** Fails in each way that there is before it does what it should. */
    private final class Leaky extends Step {

        private final Step step;
        private final AtomicInteger tries = new AtomicInteger();

        Leaky(Step step) {
            this.step = step;
        }

        @Override
        public Set<Fact<?>> writes() {
            var all = new HashSet<Fact<?>>(step.writes());
            all.add(TOLD);
            return all;
        }

        @Override
        public Check check(Run run) {
            if (tries.get() < 4) {
                return Check.notYet("not before " + Canary.ALL);
            }
            Check real = step.check(run);
            run.set(TOLD, Canary.ALL);
            return real instanceof Check.Met ? Check.met(real.message() + Canary.ALL) : real;
        }

        @Override
        public void perform(Run run) {
            switch (tries.incrementAndGet()) {
                case 1 -> {
                    commands(run);
                    throw new IllegalStateException(Canary.ALL, new IOException(Canary.ALL));
                }
                case 2 -> throw new KubernetesClientException(Canary.ALL);
                case 3 -> throw new Failure.NeedsHuman("TOLD", Canary.ALL);
                default -> step.perform(run);
            }
        }

        private void commands(Run run) {
            LoggerFactory.getLogger(getClass()).warn("tells {}", Canary.ALL, new IllegalStateException(Canary.ALL));
            Shell shell = shells.get()
                    .of(
                            run.recovery(),
                            attempts.apply(run.recovery()),
                            shells.get().local());
            Path all = file("all", Canary.ALL);
            int half = Canary.AGE.length() / 2;
            String halves = "printf '%1$s'; printf '%1$s' >&2; sleep 1; echo %2$s; echo %2$s >&2; sleep 1"
                    .formatted(Canary.AGE.substring(0, half), Canary.AGE.substring(half));
            shell.run(Command.of("sh", "-c", "cat \"$0\"; cat \"$0\" >&2; cp \"$0\" \"$TMPDIR\"", all.toString()));
            shell.run(Command.of("sh", file("halves", halves).toString(), "--token", Canary.GITHUB));
            shell.run(Command.of("echo", Canary.ALL.split("\n")));
            shell.run(Command.of("sh", "-c", "env; printf %s \"$BACKUP_TOKEN\" | base64; env >&2")
                    .with("BACKUP_TOKEN", Canary.IN_ENVIRONMENT)
                    .with("SOPS_AGE_KEY", Canary.QUANTUM_AGE));
        }
    }

    private Path file(String name, String content) {
        try {
            return Files.writeString(world.resolve(name), content + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class LeakyPreview extends Step.Destructive {

        private final Step.Destructive step;

        LeakyPreview(Step.Destructive step) {
            this.step = step;
        }

        @Override
        public Check check(Run run) {
            return step.check(run);
        }

        @Override
        public Check identity(Run run) {
            return step.identity(run);
        }

        @Override
        public void perform(Run run, Plan approved) {
            step.perform(run, approved);
        }

        @Override
        public Plan plan(Run run) {
            Plan real = step.plan(run);
            var effects = new ArrayList<>(real.effects());
            effects.add(Canary.ALL);
            List<String> requests = real.isNothing() ? List.of() : List.of("talosctl --token " + Canary.GITHUB);
            return new Plan(real.subject(), real.commands(), requests, effects);
        }
    }

    private static final class LeakyBrief extends HumanTask {

        private final HumanTask task;

        LeakyBrief(HumanTask task) {
            this.task = task;
        }

        @Override
        public Brief brief(Run run) {
            return new Brief(Canary.ALL, List.of(Canary.ALL), Canary.ALL, Canary.ALL);
        }

        @Override
        public void accept(Run run, Facts answers) {
            task.accept(run, answers);
        }

        @Override
        public void accepted(Run run, Facts answers, String person) {
            task.accepted(run, answers, person);
        }
    }
}
