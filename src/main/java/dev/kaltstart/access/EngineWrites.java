package dev.kaltstart.access;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * What people may send to the engine itself, over REST and from its pages. Listed is what is allowed, since almost
 * anything else bypasses a check: a variable set from outside is a forged approval, a modification or message
 * skips the approval, an external task completed from outside is a step without a check, and a deployed model is
 * code. Runs are started and aborted through Kaltstart's own API, which keeps their record.
 */
final class EngineWrites {

    private static final PathPatternRequestMatcher.Builder PATHS = PathPatternRequestMatcher.withDefaults();

    /** Work on a task. Its answers, and for whom it is, are checked by the task, not here. */
    private static final List<String> TASKS = List.of(
            "POST /task/*/claim",
            "POST /task/*/unclaim",
            "POST /task/*/assignee",
            "POST /task/*/complete",
            "POST /task/*/submit-form",
            "POST /task/*/comment/create",
            // drafts of its form; the engine module lets nothing else through
            "POST /task/*/localVariables");

    /** Retrying repeats a step, and decides nothing. */
    private static final List<String> RETRIES = List.of("PUT /external-task/*/retries", "PUT /job/*/retries");

    /** Queries that are too long for an address: they are sent, and change nothing. */
    private static final List<String> QUERIES = Stream.of(
                    "task",
                    "process-instance",
                    "execution",
                    "variable-instance",
                    "external-task",
                    "job",
                    "history/process-instance",
                    "history/activity-instance",
                    "history/task",
                    "history/variable-instance",
                    "history/incident",
                    "history/external-task-log",
                    "history/job-log")
            .flatMap(resource -> Stream.of("POST /" + resource, "POST /" + resource + "/count"))
            .toList();

    /** Tasklist's own data in the engine, and the user's own password. */
    private static final List<String> PAGES = List.of(
            "POST /filter/create",
            "PUT /filter/*",
            "DELETE /filter/*",
            "POST /filter/*/list",
            "POST /filter/*/count",
            "POST /filter/*/singleResult",
            "POST /identity/password-policy",
            "POST /group",
            "POST /group/count",
            "PUT /user/**");

    /** People and their rights. */
    private static final List<String> ADMINISTRATION = List.of(
            "POST /user/**",
            "DELETE /user/**",
            "POST /group/**",
            "PUT /group/**",
            "DELETE /group/**",
            "POST /authorization/**",
            "PUT /authorization/**",
            "DELETE /authorization/**");

    private EngineWrites() {}

    static RequestMatcher tasks(String base) {
        return matcher(base, TASKS);
    }

    static RequestMatcher retries(String base) {
        return matcher(base, RETRIES);
    }

    static RequestMatcher queries(String base) {
        return matcher(base, QUERIES);
    }

    static RequestMatcher pages(String base) {
        return matcher(base, PAGES);
    }

    static RequestMatcher administration(String base) {
        return matcher(base, ADMINISTRATION);
    }

    private static RequestMatcher matcher(String base, List<String> lines) {
        return new OrRequestMatcher(
                lines.stream().map(line -> matcher(base, line)).toList());
    }

    private static RequestMatcher matcher(String base, String line) {
        int space = line.indexOf(' ');
        return PATHS.matcher(HttpMethod.valueOf(line.substring(0, space)), base + line.substring(space + 1));
    }
}
