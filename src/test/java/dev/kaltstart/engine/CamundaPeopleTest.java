package dev.kaltstart.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CamundaPeopleTest {

    private static final ProcessEngine ENGINE = anEngine();

    private final CamundaPeople people = new CamundaPeople(ENGINE, new PasswordHashes());
    private final IdentityService identity = ENGINE.getIdentityService();

    private static ProcessEngine anEngine() {
        var configuration = new StandaloneInMemProcessEngineConfiguration();
        configuration.setGeneralResourceWhitelistPattern("[a-zA-Z0-9._@-]+");
        configuration.setJdbcUrl("jdbc:h2:mem:people");
        configuration.setProcessEngineName("people");
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
                .startsWith("{SHA-512}")
                .doesNotContain("first password");
    }

    @Test
    void knowsNoStranger() {
        assertThat(people.knows("eve", "first password")).isFalse();
        assertThat(people.groups("eve")).isEmpty();
    }
}
