package dev.kaltstart.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.engine.People;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(OutputCaptureExtension.class)
class FirstStartTest {

    private static final Pattern SHOWN = Pattern.compile("\\|  (?:Password|Alert token) +(\\w{24,})");

    private final KnownPeople people = new KnownPeople();
    private final JdbcDataSource database = new JdbcDataSource();
    private AlertToken token;

    @BeforeEach
    void anEmptyDatabase() {
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        Flyway.configure().dataSource(database).load().migrate();
        token = new AlertToken(JdbcClient.create(database), Clock.systemUTC());
    }

    @Test
    void showsWhatItMadeOnceAndNeverAgain(CapturedOutput console) {
        start(null, null);
        Matcher shown = SHOWN.matcher(console.getOut());
        assertThat(shown.results().map(match -> match.group(1)))
                .hasSize(2)
                .satisfies(message ->
                        assertThat(people.knows("admin", message.get(0))).isTrue())
                .satisfies(message -> assertThat(token.is(message.get(1))).isTrue());
        int before = console.getOut().length();
        start(null, null);
        assertThat(console.getOut().substring(before)).isEmpty();
    }

    @Test
    void makesAnotherPasswordInAnotherPlace() {
        var random = new RandomWords();
        assertThat(random.password())
                .hasSize(24)
                .isNotEqualTo(random.password())
                .doesNotContain("0", "O", "1", "l", "I");
    }

    @Test
    void keepsNoTokenInTheDatabase(CapturedOutput console) {
        start(null, null);
        String shown = SHOWN.matcher(console.getOut())
                .results()
                .map(match -> match.group(1))
                .toList()
                .get(1);
        assertThat(JdbcClient.create(database)
                        .sql("select sha256 from access_token")
                        .query(String.class)
                        .list())
                .hasSize(1)
                .allMatch(kept -> kept.length() == 64 && !kept.contains(shown));
    }

    @Test
    void takesTheConfiguredOnesAndShowsThemNowhere(CapturedOutput console) {
        start("chosen password", "chosen token");
        assertThat(people.knows("admin", "chosen password")).isTrue();
        assertThat(token.is("chosen token")).isTrue();
        assertThat(console.getAll()).doesNotContain("chosen password", "chosen token");
    }

    @Test
    void aConfiguredPasswordReplacesTheStoredOne() {
        start("the first password", "first token");
        start("the second password", "second token");
        assertThat(people.knows("admin", "the second password")).isTrue();
        assertThat(people.knows("admin", "the first password")).isFalse();
        assertThat(token.is("second token")).isTrue();
        assertThat(token.is("first token")).isFalse();
    }

    @Test
    void whatIsStoredStaysWhenNothingIsConfiguredAnyMore() {
        start("the first password", "first token");
        start("", " ");
        assertThat(people.knows("admin", "the first password")).isTrue();
        assertThat(token.is("first token")).isTrue();
    }

    @Test
    void secretsAreNotPartOfTheirSettingsWords() {
        assertThat(new AccessProperties("chosen password", "chosen token", java.util.List.of()).toString())
                .doesNotContain("chosen");
    }

    private void start(@Nullable String password, @Nullable String alertToken) {
        new FirstStart(new AccessProperties(password, alertToken, java.util.List.of()), people, token)
                .afterSingletonsInstantiated();
    }

    private static class KnownPeople implements People {

        private final Map<String, String> passwords = new HashMap<>();

        @Override
        public boolean knows(String user, String password) {
            return password.equals(passwords.get(user));
        }

        @Override
        public boolean remembers(String user, String password) {
            return knows(user, password);
        }

        @Override
        public Optional<String> passwordMark(String user) {
            return Optional.ofNullable(passwords.get(user));
        }

        @Override
        public Set<String> groups(String user) {
            return Set.of(OPERATORS);
        }

        @Override
        public boolean exists(String user) {
            return passwords.containsKey(user);
        }

        @Override
        public void ensureAdmin(String user, String password) {
            passwords.put(user, password);
        }
    }
}
