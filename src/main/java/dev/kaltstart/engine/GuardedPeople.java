package dev.kaltstart.engine;

import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.IdentityServiceImpl;

/** The engine's people: none of them has the name that answers in rehearsals. */
class GuardedPeople extends IdentityServiceImpl {

    @Override
    public void saveUser(User user) {
        if (People.isRobot(user.getId())) {
            throw new BadUserRequestException(
                    "'" + People.ROBOT + "' is the name that answers in unattended rehearsals; no person can have it");
        }
        super.saveUser(user);
    }
}
