package dev.kaltstart.architecture;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.neighbour.internal.Innards;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;

/** Each crosses exactly one fence, so that a fence that stopped working is noticed. */
@SuppressWarnings("unused")
final class BadClasses {

    private BadClasses() {}

    record KnowsCamunda(RuntimeService engine) {}

    static final class BuildsProcess {
        Process start() throws IOException {
            return new ProcessBuilder("true").start();
        }
    }

    static final class RunsExec {
        Process start() throws IOException {
            return Runtime.getRuntime().exec(new String[] {"true"});
        }
    }

    static final class ReachesInside extends Step {
        @Override
        public Check check(Run run) {
            return Check.met(Innards.WORDS);
        }
    }

    static class InjectsField {
        @Autowired
        Clock clock;
    }

    static final class Prints {
        void print() {
            System.err.println("here");
        }
    }

    static final class TakesInstant {
        Instant when() {
            return Instant.now();
        }
    }

    static final class TakesDate {
        LocalDate when() {
            return LocalDate.now(ZoneOffset.UTC);
        }
    }

    static final class TakesMillis {
        long when() {
            return System.currentTimeMillis();
        }
    }

    static final class HandsOnNow {
        Supplier<Instant> when() {
            return Instant::now;
        }
    }

    static final class MakesClock {
        Instant when() {
            return Clock.systemUTC().instant();
        }
    }

    static final class MakesTheClock {
        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        Instant when(Clock clock) {
            return Instant.now(clock);
        }
    }

    static final class NodeHelper {}

    static final class Remembers extends Step {
        private int runs;

        @Override
        public Check check(Run run) {
            runs++;
            return Check.met(runs + " runs");
        }
    }
}
