package dev.kaltstart.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.Kaltstart;
import dev.kaltstart.audit.AuditCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** The owner of a home makes people while the server is stopped. */
class PersonCommandTest {

    private static final String ADMIN = "S3cret-for-tests!";
    private static final String CHOSEN = "olga operates by night";

    @TempDir
    static Path world;

    private static HostCommand.Answer whileItRuns = new HostCommand.Answer(0, "", "");

    private Path home = world;
    private HostCommand host = new HostCommand();

    @BeforeAll
    static void aKaltstartHasRun() {
        Path first = world.resolve("first");
        try (var kaltstart = running(first)) {
            assertThat(kaltstart.isRunning()).isTrue();
            whileItRuns = new HostCommand("--kaltstart.home=" + first).person("list");
        }
    }

    @BeforeEach
    void aCopyOfItsHome() throws IOException {
        home = Files.createTempDirectory(world, "home");
        FileSystemUtils.copyRecursively(world.resolve("first"), home);
        host = new HostCommand("--kaltstart.home=" + home);
    }

    @Test
    void peopleMadeByCommandLogInAndDoWhatTheirRoleAllows() {
        String otto = host.person("add", "otto", "--role", "operator").password();
        var approver = host.person("add", "paula", "--role=approver");
        String paula = approver.password();
        assertThat(approver.out()).contains("From now on only paula and administrators can approve");
        String vera = host.person("add", "vera", "--role", "observer").password();
        var olga = host.reading(CHOSEN + "\n", "add", "olga", "--role", "operator", "--password-stdin");

        assertThat(olga.out()).doesNotContain("Password", CHOSEN);
        try (var kaltstart = running(home)) {
            Visitor stranger = Visitor.at(port(kaltstart));
            for (Visitor reader : new Visitor[] {
                stranger.as("otto", otto),
                stranger.as("paula", paula),
                stranger.as("vera", vera),
                stranger.as("olga", CHOSEN)
            }) {
                assertThat(reader.get("/api/recoveries").statusCode())
                        .as(reader.toString())
                        .isEqualTo(200);
                assertThat(reader.get("/").statusCode()).isEqualTo(200);
                assertThat(reader.get("/engine-rest/task").statusCode()).isEqualTo(200);
            }
            assertThat(stranger.as("otto", otto).post("/api/recoveries", "{}").statusCode())
                    .isEqualTo(422);
            assertThat(stranger.as("paula", paula).post("/api/recoveries", "{}").statusCode())
                    .isEqualTo(403);
            assertThat(stranger.as("vera", vera).post("/api/recoveries", "{}").statusCode())
                    .isEqualTo(403);
            new EnginePages(stranger).loggedIn("tasklist", "vera", vera);
            new EnginePages(stranger).loggedIn("cockpit", "paula", paula);
        }
        assertThat(verified()).contains("is as it was written");
    }

    @Test
    void theListShowsRolesAndTimesAndNoHash() throws SQLException {
        host.done("add", "paula", "--role", "approver");
        host.done("add", "eve.b_c-d@example.org", "--role", "observer");

        assertThat(host.done("list"))
                .containsPattern("admin +administrator, operator +- +")
                .containsPattern("paula +approver +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\dZ +-")
                .containsPattern("eve.b_c-d@example.org +observer ")
                .doesNotContain("argon2", "$");
        assertThat(query("select pwd_ from act_id_user where id_ = 'paula'")).startsWith("{argon2id}$argon2id$");
    }

    @Test
    void eachChangeIsAnEventOfTheChain() throws SQLException {
        String password = host.person("add", "vera", "--role", "observer").password();
        host.done("remove", "vera");

        String user = System.getProperty("user.name");
        assertThat(query("select listagg(action || ' ' || subject || ' ' || person || ' ' || words, '; ')"
                        + " within group (order by number) from audit_event where action like 'person-%'"))
                .isEqualTo("person-added vera " + user + " on the host observer; person-removed vera " + user
                        + " on the host observer")
                .doesNotContain(password);
        assertThat(verified()).contains("is as it was written");
    }

    @Test
    void aRefusedChangeLeavesNeitherAPersonNorAnEvent() throws SQLException {
        String before = query("select count(*) from audit_event");
        host.done("add", "vera", "--role", "observer");

        assertThat(host.refused("add", "VERA", "--role", "approver")).contains("mistaken for 'vera'");
        assertThat(host.refused("add", "vera", "--role", "approver")).contains("there is a person 'vera' already");
        assertThat(host.refused("remove", "xaver")).contains("there is no person of that name");

        assertThat(query("select count(*) from audit_event")).isEqualTo(Integer.parseInt(before) + 1 + "");
        assertThat(host.done("list")).doesNotContain("VERA").containsPattern("vera +observer");
    }

    @Test
    void theLastAdministratorStays() {
        assertThat(host.refused("remove", "admin")).contains("'admin' is the last administrator");
        assertThat(host.refused("add", "Admin", "--role", "operator")).contains("KALTSTART_ADMIN_PASSWORD");
    }

    @Test
    void aNameThatCouldBeMistakenIsRefusedInALine() {
        for (String name : List.of("ada\u202e\n", "a".repeat(10_000))) {
            assertThat(host.refused("add", name, "--role", "operator"))
                    .startsWith("Nothing was changed: ")
                    .hasSizeLessThan(300)
                    .doesNotContain("\u202e", "\tat ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "add eve --role operator --password hunter2hunter2",
        "add eve --role operator --password=hunter2hunter2",
        "add eve --role operator hunter2hunter2",
        "add eve --role administrator",
        "add eve --role",
        "add eve",
        "add --role operator",
        "add --eve --role operator",
        "remove",
        "remove eve adam",
        "list eve",
        "destroy eve"
    })
    void whatItDoesNotUnderstandIsNotDoneAndNotRepeated(String message) {
        var answer = host.person(message.split(" "));

        assertThat(answer.code()).isEqualTo(PersonCommand.MISUSED);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.complaints()).contains("Usage:").doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "too short", "\n and the password in the second line", "with a \u0007 bell in it"})
    void aPasswordThatIsNoneIsRefused(String given) {
        var answer = host.reading(given, "add", "eve", "--role", "operator", "--password-stdin");

        assertThat(answer.code()).isEqualTo(PersonCommand.REFUSED);
        assertThat(answer.complaints()).startsWith("The password on standard input must");
    }

    @Test
    void aRunningServerHasItsDatabaseToItself() {
        assertThat(whileItRuns.code()).isEqualTo(PersonCommand.REFUSED);
        assertThat(whileItRuns.complaints()).contains("Kaltstart runs: ", "Stop Kaltstart", "/camunda/app/admin/");
    }

    @Test
    void aHomeThatIsNotThereIsNotMade() {
        Path nowhere = world.resolve("nowhere");

        assertThat(new HostCommand("--kaltstart.home=" + nowhere).refused("add", "eve", "--role", "operator"))
                .contains("There is no Kaltstart in " + nowhere);
        assertThat(nowhere).doesNotExist();
    }

    @Test
    void aHomeWithoutADatabaseStaysWithoutOne() throws IOException {
        Path empty = Files.createTempDirectory(world, "empty");

        assertThat(new HostCommand("--kaltstart.home=" + empty).refused("list")).contains("KALTSTART_HOME");
        assertThat(empty.resolve("database")).doesNotExist();
    }

    @Test
    void theHomeOfAnotherUserIsLeftAlone() {
        String user = System.getProperty("user.name");
        System.setProperty("user.name", "mallory");
        try {
            assertThat(host.refused("add", "eve", "--role", "operator"))
                    .contains("belongs to " + user + ", and this runs as mallory", "sudo -u " + user);
        } finally {
            System.setProperty("user.name", user);
        }
        assertThat(host.done("list")).doesNotContain("eve");
    }

    private String query(String sql) throws SQLException {
        try (var connection =
                        DriverManager.getConnection("jdbc:h2:async:" + home.resolve("database/kaltstart"), "sa", "");
                var row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private String verified() {
        var said = new ByteArrayOutputStream();
        System.setProperty("kaltstart.home", home.toString());
        try {
            AuditCommand.run(new String[] {"audit", "verify"}, new PrintStream(said, true, StandardCharsets.UTF_8));
        } finally {
            System.clearProperty("kaltstart.home");
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private static ConfigurableApplicationContext running(Path home) {
        return SpringApplication.run(
                Kaltstart.class,
                "--server.port=0",
                "--kaltstart.home=" + home,
                "--kaltstart.admin-password=" + ADMIN,
                "--spring.main.banner-mode=off");
    }

    private static int port(ConfigurableApplicationContext at) {
        return Integer.parseInt(Objects.requireNonNull(at.getEnvironment().getProperty("local.server.port")));
    }
}
