package dev.kaltstart.engine.people;

import dev.kaltstart.engine.People;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.OptimisticLockingException;
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

    private static final String CURRENT = "{" + PasswordHashes.NAME + "}";

    private final IdentityService identity;
    private final PasswordManager passwords;
    private final PasswordHashes hashes;
    /** The hash of no user: an unknown name takes as long as a known one. */
    private final String stranger;

    CamundaPeople(ProcessEngine engine, PasswordHashes hashes) {
        this.identity = engine.getIdentityService();
        this.passwords = ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getPasswordManager();
        this.hashes = hashes;
        this.stranger = passwords.encrypt(UUID.randomUUID().toString());
    }

    /**
     * Compares with the stored hash. The engine's own check also refuses the right password for a while after a wrong
     * one, so anybody on the network could keep the only account locked.
     */
    @Override
    public boolean knows(String user, String password) {
        if (!(find(user) instanceof UserEntity known)) {
            passwords.check(password, stranger);
            return false;
        }
        boolean right = passwords.check(EncryptionUtil.saltPassword(password, known.getSalt()), known.getPassword());
        if (right && !known.getPassword().startsWith(CURRENT)) {
            renew(known, password);
        }
        return right;
    }

    @Override
    public boolean remembers(String user, String password) {
        return find(user) instanceof UserEntity known
                && known.getPassword().startsWith(CURRENT)
                && hashes.knows(
                        EncryptionUtil.saltPassword(password, known.getSalt()),
                        known.getPassword().substring(CURRENT.length()));
    }

    /** Hashes of earlier versions are a single round of SHA-512. */
    private void renew(User known, String password) {
        try {
            known.setPassword(password);
            identity.saveUser(known);
        } catch (OptimisticLockingException e) {
            // a concurrent request is doing so, or has set another one
        }
    }

    @Override
    public Optional<String> passwordMark(String user) {
        return find(user) instanceof UserEntity known ? Optional.ofNullable(known.getSalt()) : Optional.empty();
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
