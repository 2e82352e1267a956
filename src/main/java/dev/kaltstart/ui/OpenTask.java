package dev.kaltstart.ui;

import dev.kaltstart.engine.HumanTasks;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** @param link to the task in Tasklist */
record OpenTask(String name, String waited, String link) {

    static final String TASKLIST = "/camunda/app/tasklist/default/";

    static OpenTask of(HumanTasks.Open task, Instant now) {
        return new OpenTask(
                task.name(),
                TimeFormat.span(Duration.between(task.since(), now)),
                TASKLIST + "#/?task=" + URLEncoder.encode(task.id(), StandardCharsets.UTF_8));
    }
}
