package dev.kaltstart.chaos;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Answers what Kaltstart does not know, by looking at the world: is something still at work, and is the mark there? */
class Person {

    private final Scene scene;
    private final Commands commands;
    private int asked;

    Person(Scene scene, Commands commands) {
        this.scene = scene;
        this.commands = commands;
    }

    void answerAll() throws IOException, InterruptedException {
        for (String task : scene.names("questions")) {
            if (scene.said("answers", task).isEmpty()) {
                String[] question = scene.said("questions", task).orElseThrow().split(" ");
                scene.say("answers", task, String.valueOf(again(question[0], question[1])));
                asked++;
            }
        }
    }

    /** What was destroyed only in part is destroyed again after a new approval; anything else a person does by hand. */
    private boolean again(String recovery, String step) throws IOException, InterruptedException {
        boolean again = false;
        for (String effect : Marks.of(step)) {
            while (!commands.of(recovery, effect).isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            boolean missing = !scene.marks().there(recovery, effect);
            again |= missing;
            if (missing && !Marks.DESTROYED.contains(effect)) {
                scene.marks().makeByHand(recovery, effect);
            }
        }
        return again;
    }

    int asked() {
        return asked;
    }
}
