package dev.kaltstart.engine.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.engine.Approvers;
import dev.kaltstart.engine.People;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CamundaApproversTest {

    private static final ProcessEngine ENGINE = anEngine();

    private final IdentityService identity = ENGINE.getIdentityService();
    private final Approvers approvers = new CamundaApprovers(ENGINE);

    private static ProcessEngine anEngine() {
        var configuration = new StandaloneInMemProcessEngineConfiguration();
        configuration.setGeneralResourceWhitelistPattern("[a-zA-Z0-9._@-]+");
        configuration.setJdbcUrl("jdbc:h2:mem:approvers");
        configuration.setProcessEngineName("approvers");
        return configuration.buildProcessEngine();
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @BeforeEach
    void groups() {
        for (String group : new String[] {People.OPERATORS, People.ADMINISTRATORS}) {
            identity.saveGroup(identity.newGroup(group));
        }
    }

    @AfterEach
    void empty() {
        identity.createUserQuery().list().forEach(user -> identity.deleteUser(user.getId()));
        identity.createGroupQuery().list().forEach(group -> identity.deleteGroup(group.getId()));
    }

    @Test
    void withoutTheirGroupAllOperatorsApprove() {
        person("ada", People.OPERATORS);
        person("bob", People.OPERATORS);
        person("olga");

        assertThat(approvers.names()).containsExactly("ada", "bob");
        assertThat(approvers.others("ada")).isTrue();
    }

    @Test
    void whereTheGroupHasMembersOperatorsDoNotApprove() {
        identity.saveGroup(identity.newGroup("approvers"));
        person("bob", People.OPERATORS);
        assertThat(approvers.names()).as("it has no member yet").containsExactly("bob");
        person("ada", "approvers");

        assertThat(approvers.names()).containsExactly("ada");
        assertThat(approvers.others("bob")).isTrue();
        assertThat(approvers.others("ada")).isFalse();
    }

    @Test
    void administratorsApprove() {
        person("ada", People.OPERATORS);
        person("root", People.ADMINISTRATORS);

        assertThat(approvers.names()).containsExactly("ada", "root");
    }

    /** Attack: a second account of the same name. */
    @Test
    void anotherLetterCaseIsNoOtherPerson() {
        person("ada", People.OPERATORS);
        person("Ada", People.OPERATORS);

        assertThat(approvers.others("ADA")).isFalse();
    }

    private void person(String name, String... groups) {
        identity.saveUser(identity.newUser(name));
        for (String group : groups) {
            identity.createMembership(name, group);
        }
    }
}
