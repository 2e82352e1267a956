package dev.kaltstart.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import org.springframework.stereotype.Component;

/** Writes the report of a recovery. */
@Component
class WriteReport extends Step {

    private final Accounts accounts;
    private final Reports reports;
    private final ObjectMapper json;

    WriteReport(Accounts accounts, Reports reports, ObjectMapper json) {
        this.accounts = accounts;
        this.reports = reports;
        this.json = json;
    }

    @Override
    public Check check(Run run) {
        return reports.complete(run.recovery())
                ? Check.met("written to " + reports.file(run.recovery(), "report.md"))
                : Check.notYet("not written yet");
    }

    @Override
    public void perform(Run run) {
        Account account = accounts.of(run);
        try {
            reports.store(
                    run.recovery(),
                    new Reports.Stored(
                            ReportText.of(account),
                            json.writerWithDefaultPrettyPrinter().writeValueAsString(account)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the report cannot be written as JSON", e);
        }
    }
}
