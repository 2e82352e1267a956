package dev.kaltstart.secrets.value;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.secrets.LeakFacts;
import dev.kaltstart.secrets.exposure.ExposedValue;
import dev.kaltstart.secrets.exposure.LeakedRepository;
import dev.kaltstart.shell.Redaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One credential of a repository whose age key leaked, replaced by a person and proven by the step. */
final class Replacement {

    final LeakedRepository repository;
    final KeyringInMemory keyring = new KeyringInMemory();
    final Redaction redaction = new Redaction();

    private final List<OldValueTrial> trials;

    Replacement(Path directory, OldValueTrial... trials) throws IOException {
        repository = new LeakedRepository(directory);
        repository.leaked(LeakFacts.AGE_KEY, true);
        this.trials = List.of(trials);
    }

    FakeRun round(String credential) {
        return repository.run.about(new Subject.OfSecret(credential));
    }

    HumanTaskAnswer task(String credential) {
        return new HumanTaskAnswer(new ReplaceValue(repository.rows, redaction), round(credential));
    }

    /** Long after the step has begun. */
    Check prove(String credential) {
        return proveAt(credential, LeakedRepository.NOW.minus(Duration.ofHours(1)));
    }

    Check proveAt(String credential, Instant began) {
        return new ProveValue(repository.rows, repository.clones(), keyring, redaction, trials)
                .check(round(credential).began(began));
    }

    ExposedValue.Answer answer(String credential) {
        return repository.rows.of(repository.run.recovery(), credential).get(0).answer();
    }

    /** A person at the task. */
    record HumanTaskAnswer(ReplaceValue task, FakeRun run) {

        void replaced(String evidence) {
            give(run.with(ReplacementFacts.DONE, ReplacementFacts.REPLACED).with(ReplacementFacts.EVIDENCE, evidence));
        }

        void give(FakeRun answers) {
            task.accept(run, answers);
            task.accepted(run, answers, "ada");
        }
    }
}
