package dev.kaltstart.engine.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.engine.People;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.digest.Sha512HashDigest;
import org.camunda.bpm.engine.impl.util.EncryptionUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CamundaPeopleTest {

    private static final PasswordHashes HASHES = new PasswordHashes();
    private static final ProcessEngine ENGINE = anEngine();

    private final CamundaPeople people = new CamundaPeople(ENGINE, HASHES);
    private final IdentityService identity = ENGINE.getIdentityService();

    private static ProcessEngine anEngine() {
        var configuration = new StandaloneInMemProcessEngineConfiguration();
        configuration.setGeneralResourceWhitelistPattern("[a-zA-Z0-9._@-]+");
        configuration.setJdbcUrl("jdbc:h2:mem:people");
        configuration.setProcessEngineName("people");
        configuration.setPasswordEncryptor(HASHES);
        ProcessEngine engine = configuration.buildProcessEngine();
        new Grants().postProcessEngineBuild(engine);
        return engine;
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @AfterEach
    void nobody() {
        identity.deleteUser("admin");
    }

    @Test
    void makesAnAdministratorWhoIsAnOperatorToo() {
        people.ensureAdmin("admin", "first password");
        assertThat(people.exists("admin")).isTrue();
        assertThat(people.groups("admin")).containsExactlyInAnyOrder(People.ADMINISTRATORS, People.OPERATORS);
    }

    @Test
    void knowsTheRightPasswordRightAfterManyWrongOnes() {
        people.ensureAdmin("admin", "first password");
        for (int i = 0; i < 12; i++) {
            assertThat(people.knows("admin", "wrong")).isFalse();
        }
        assertThat(people.knows("admin", "first password")).isTrue();
    }

    @Test
    void givesAnExistingAdministratorANewPassword() {
        people.ensureAdmin("admin", "first password");
        people.ensureAdmin("admin", "second password");
        assertThat(people.knows("admin", "first password")).isFalse();
        assertThat(people.knows("admin", "second password")).isTrue();
    }

    @Test
    void storesNoPassword() {
        people.ensureAdmin("admin", "first password");
        assertThat(identity.createUserQuery().userId("admin").singleResult().getPassword())
                .startsWith("{argon2id}$argon2id$v=19$m=12288,t=3,p=1$")
                .doesNotContain("first password");
    }

    @Test
    void aHashOfAnEarlierVersionCountsAndIsReplaced() throws SQLException {
        people.ensureAdmin("admin", "first password");
        String salt = people.passwordMark("admin").orElseThrow();
        String old = "{SHA-512}" + new Sha512HashDigest().encrypt(EncryptionUtil.saltPassword("old password", salt));
        try (var connection = DriverManager.getConnection("jdbc:h2:mem:people", "sa", "");
                var update = connection.prepareStatement("update act_id_user set pwd_ = ?")) {
            update.setString(1, old);
            update.executeUpdate();
        }

        assertThat(people.knows("admin", "first password")).isFalse();
        assertThat(people.knows("admin", "old password")).isTrue();
        assertThat(identity.createUserQuery().userId("admin").singleResult().getPassword())
                .startsWith("{argon2id}");
        assertThat(people.knows("admin", "old password")).isTrue();
        assertThat(people.knows("admin", "first password")).isFalse();
    }

    @Test
    void remembersWhatWasRightUntilItIsChanged() {
        people.ensureAdmin("admin", "first password");
        assertThat(people.remembers("admin", "first password")).isFalse();
        people.knows("admin", "first password");
        people.knows("admin", "wrong");
        assertThat(people.remembers("admin", "first password")).isTrue();
        assertThat(people.remembers("admin", "wrong")).isFalse();
        people.ensureAdmin("admin", "second password");
        assertThat(people.remembers("admin", "first password")).isFalse();
    }

    @Test
    void knowsNoStranger() {
        assertThat(people.knows("eve", "first password")).isFalse();
        assertThat(people.groups("eve")).isEmpty();
    }
}
