package dev.kaltstart.engine.people;

import dev.kaltstart.engine.People;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.springframework.modulith.NamedInterface;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The people, for a command on the host: through an engine that runs no job, deploys nothing and changes no table, so that
 * it works beside a running server as well as without one.
 */
@NamedInterface("people")
public final class HostPeople implements AutoCloseable {

    /** The server's existing names and groups. */
    private static final String NAMES = "[a-zA-Z0-9._@-]+";

    private final ProcessEngine engine;
    private final IdentityService identity;

    private HostPeople(ProcessEngine engine) {
        this.engine = engine;
        this.identity = engine.getIdentityService();
    }

    /** @throws UnknownTables when the engine of this version has never run on that database */
    public static HostPeople on(DataSource source, PlatformTransactionManager transactions) {
        var settings = new PeopleEngine();
        settings.setProcessEngineName("host");
        settings.setDataSource(source);
        settings.setTransactionManager(transactions);
        settings.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_FALSE);
        settings.setJobExecutorActivate(false);
        settings.setHistory(ProcessEngineConfiguration.HISTORY_FULL);
        settings.setHistoryCleanupEnabled(false);
        settings.setMetricsEnabled(false);
        // a person has rights on themselves, which the engine grants only where it checks any
        settings.setAuthorizationEnabled(true);
        settings.setGeneralResourceWhitelistPattern(NAMES);
        settings.setPasswordEncryptor(new PasswordHashes());
        settings.setIdentityService(new GuardedPeople());
        try {
            return new HostPeople(settings.buildProcessEngine());
        } catch (RuntimeException e) {
            throw new UnknownTables(e);
        }
    }

    /** By name. */
    public List<KnownPerson> list() {
        return identity.createUserQuery().list().stream()
                .map(User::getId)
                .sorted(String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder()))
                .map(name -> new KnownPerson(name, roles(name)))
                .toList();
    }

    private Set<PersonRole> roles(String name) {
        return identity.createGroupQuery().groupMember(name).list().stream()
                .map(Group::getId)
                .map(PersonRole::ofGroup)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(PersonRole.class)));
    }

    /** @throws Refused when the name cannot be that of a new person */
    public void add(String name, PersonRole role, String password) {
        try {
            User person = identity.newUser(name);
            person.setPassword(password);
            identity.saveUser(person);
            Grants.group(identity, role);
            identity.createMembership(name, role.group());
        } catch (ProcessEngineException e) {
            throw new Refused(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Takes all rights and the login. Sessions of this person end with their next request.
     *
     * @throws Refused when there is no such person, or no administrator would be left
     */
    public void remove(String name) {
        if (identity.createUserQuery().userId(name).count() == 0) {
            throw new Refused("there is no person of that name; 'person list' shows those that there are");
        }
        var administrators =
                identity.createUserQuery().memberOfGroup(People.ADMINISTRATORS).list();
        if (administrators.stream().allMatch(other -> other.getId().equals(name)) && !administrators.isEmpty()) {
            throw new Refused("'" + name + "' is the last administrator; make another one in Admin first");
        }
        identity.deleteUser(name);
    }

    @Override
    public void close() {
        engine.close();
    }

    /** A person and what they may do; no role at all where only the engine's own pages gave rights. */
    @NamedInterface("people")
    public record KnownPerson(String name, Set<PersonRole> roles) {}

    /** It cannot be done, and the message says why. */
    @NamedInterface("people")
    public static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message);
        }
    }

    /** The tables are missing, or of another version. */
    @NamedInterface("people")
    public static final class UnknownTables extends RuntimeException {
        UnknownTables(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }
}
