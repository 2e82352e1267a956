package dev.kaltstart.engine;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The people who may log in, and their groups. The engine's user table holds them, with salted hashes. */
public interface People {

    /** Everything in the engine's own pages. */
    String ADMINISTRATORS = "camunda-admin";

    /** The work on recoveries: candidate group of every human task. */
    String OPERATORS = "operators";

    /** Approve; while this group has no member, operators do. */
    String APPROVERS = "approvers";

    /** Read everything, and change nothing. */
    String OBSERVERS = "observers";

    /** The administrator that Kaltstart makes when there is none of this name. */
    String ADMIN = "admin";

    /** Sends alerts, and is no person. */
    String ALERT_SENDER = "alert-sender";

    /** Answers in unattended rehearsals, and is no person. */
    String ROBOT = "rehearsal";

    static boolean isRobot(@Nullable String name) {
        return ROBOT.equalsIgnoreCase(name);
    }

    boolean knows(String user, String password);

    /** This password of this user was right before, and is still; says so without the work of comparing. */
    boolean remembers(String user, String password);

    /** Changes with the password without revealing it; empty for an unknown user. */
    Optional<String> passwordMark(String user);

    Set<String> groups(String user);

    boolean exists(String user);

    /**
     * Makes a user who is an administrator and an operator, or gives an existing one this password and these groups.
     *
     * @throws IllegalArgumentException when the name cannot be one of the engine's
     */
    void ensureAdmin(String user, String password);
}
