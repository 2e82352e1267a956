package dev.kaltstart.engine;

import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.digest.PasswordManager;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.camunda.bpm.engine.impl.util.EncryptionUtil;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class CamundaPeople implements People {

    private final IdentityService identity;
    private final PasswordManager passwords;

    CamundaPeople(ProcessEngine engine) {
        this.identity = engine.getIdentityService();
        this.passwords = ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getPasswordManager();
    }

    /**
     * Compares with the stored hash. The engine's own check also refuses the right password for a while after a wrong
     * one, so anybody on the network could keep the only account locked.
     */
    @Override
    public boolean knows(String user, String password) {
        return find(user) instanceof UserEntity known
                && passwords.check(EncryptionUtil.saltPassword(password, known.getSalt()), known.getPassword());
    }

    @Override
    public Set<String> groups(String user) {
        return identity.createGroupQuery().groupMember(user).list().stream()
                .map(Group::getId)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean exists(String user) {
        return find(user) != null;
    }

    @Override
    public void ensureAdmin(String name, String password) {
        if (People.isRobot(name)) {
            throw new IllegalArgumentException("'" + name + "' is the name that answers in unattended rehearsals");
        }
        User user = find(name);
        if (user == null) {
            user = identity.newUser(name);
            user.setFirstName("Kaltstart");
            user.setLastName("administrator");
        }
        user.setPassword(password);
        identity.saveUser(user);
        Set<String> already = groups(name);
        for (String group : Set.of(ADMINISTRATORS, OPERATORS)) {
            if (!already.contains(group)) {
                identity.createMembership(name, group);
            }
        }
    }

    private @Nullable User find(String user) {
        return identity.createUserQuery().userId(user).singleResult();
    }
}
