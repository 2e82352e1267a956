package dev.kaltstart.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.engine.people.HostPeople.KnownPerson;
import dev.kaltstart.engine.people.PersonRole;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who can approve from now on is said to whoever makes or removes a person. */
class RoleChangeTest {

    private static final KnownPerson ADMIN =
            new KnownPerson("admin", EnumSet.of(PersonRole.ADMINISTRATOR, PersonRole.OPERATOR));
    private static final KnownPerson OTTO = new KnownPerson("otto", EnumSet.of(PersonRole.OPERATOR));
    private static final KnownPerson PAULA = new KnownPerson("paula", EnumSet.of(PersonRole.APPROVER));
    private static final KnownPerson PETRA = new KnownPerson("petra", EnumSet.of(PersonRole.APPROVER));

    @Test
    void theFirstApproverEndsTheApprovingOfOperators() {
        assertThat(RoleChange.added("paula", PersonRole.APPROVER, List.of(ADMIN, OTTO)))
                .contains("From now on only paula and administrators can approve; operators cannot.");
        assertThat(RoleChange.added("petra", PersonRole.APPROVER, List.of(ADMIN, OTTO, PAULA)))
                .contains("beside paula and administrators");
    }

    @Test
    void anOperatorHearsWhetherTheyApprove() {
        assertThat(RoleChange.added("otto", PersonRole.OPERATOR, List.of(ADMIN)))
                .contains("otto is an operator, and can approve: there is no approver");
        assertThat(RoleChange.added("otto", PersonRole.OPERATOR, List.of(ADMIN, PAULA, PETRA)))
                .contains("cannot approve: that is for paula, petra and administrators");
        assertThat(RoleChange.added("vera", PersonRole.OBSERVER, List.of(ADMIN)))
                .isEqualTo("vera is an observer.");
    }

    @Test
    void theLastApproverWhoLeavesLetsOperatorsApproveAgain() {
        assertThat(RoleChange.removed("petra", List.of(ADMIN, OTTO, PAULA, PETRA)))
                .contains("paula and administrators can still approve");
        assertThat(RoleChange.removed("paula", List.of(ADMIN, OTTO, PAULA))).contains("operators approve again");
        assertThat(RoleChange.removed("otto", List.of(ADMIN, OTTO, PAULA))).doesNotContain("approve");
    }

    @Test
    void anAdminWhoIsRemovedComesBack() {
        assertThat(RoleChange.removed("admin", List.of(ADMIN, OTTO))).contains("makes a new admin");
    }
}
