package dev.kaltstart.engine.people;

import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.IdentityServiceImpl;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;

/** The engine's people, however they are made: none of them is mistaken for another one, or for Kaltstart itself. */
public class GuardedPeople extends IdentityServiceImpl {

    @Override
    public void saveUser(User user) {
        if (user instanceof UserEntity entity && entity.getRevision() == 0) {
            var existing = createUserQuery().list().stream().map(User::getId).toList();
            PersonName.problem(user.getId(), existing).ifPresent(problem -> {
                throw new BadUserRequestException(problem);
            });
        }
        super.saveUser(user);
    }
}
