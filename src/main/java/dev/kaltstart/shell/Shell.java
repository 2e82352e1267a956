package dev.kaltstart.shell;

/** Runs a step's commands: on this machine, or in a twin that answers as the real tools do. */
@FunctionalInterface
public interface Shell {

    /**
     * Runs a command to its end. When the step runs again after a crash, its n-th command is not started a second time: a
     * finished one returns its recorded result, a running one is awaited, and one whose end was not observed returns
     * {@link Result.Ending#UNKNOWN}.
     *
     * @throws MissingTool when the program is not installed or cannot be executed
     * @throws Interrupted when the step was cancelled; the command's whole process group has been ended
     */
    Result run(Command command);

    /** The program cannot be run on this machine. The message says what to install. */
    class MissingTool extends RuntimeException {
        public MissingTool(String message) {
            super(message);
        }
    }

    /** Another instance holds the step's lease: the command was not started, and no further one may be. */
    class Fenced extends Interrupted {
        public Fenced(String message) {
            super(message);
        }
    }

    /** The step was cancelled while a command was running. */
    class Interrupted extends RuntimeException {
        public Interrupted(String message) {
            super(message);
        }
    }
}
