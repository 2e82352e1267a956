package dev.kaltstart.shell;

/** Where a step runs its commands: this machine, or a twin that answers as the real tools do. */
@FunctionalInterface
public interface Shell {

    /**
     * Runs a command to its end. When the same step runs again after a crash, its n-th command is not started a second
     * time: a finished one returns its recorded result, a running one is waited for, and one whose end nobody saw
     * returns {@link Result.Ending#UNKNOWN}.
     *
     * @throws MissingTool when the program is not installed or cannot be executed
     * @throws Interrupted when the step was told to stop; the command's whole process group has then been ended
     */
    Result run(Command command);

    /** The program of a command cannot be run on this machine. The message says what to install. */
    class MissingTool extends RuntimeException {
        public MissingTool(String message) {
            super(message);
        }
    }

    /** Somebody else has the step by now: the command was not begun, and no other one may be. */
    class Fenced extends Interrupted {
        public Fenced(String message) {
            super(message);
        }
    }

    /** The caller was told to stop while its command ran. */
    class Interrupted extends RuntimeException {
        public Interrupted(String message) {
            super(message);
        }
    }
}
