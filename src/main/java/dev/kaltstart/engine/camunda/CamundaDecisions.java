package dev.kaltstart.engine.camunda;

import dev.kaltstart.engine.Decisions;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.camunda.bpm.engine.DecisionService;
import org.springframework.stereotype.Component;

@Component
public class CamundaDecisions implements Decisions {

    private final DecisionService decisions;

    CamundaDecisions(DecisionService decisions) {
        this.decisions = decisions;
    }

    @Override
    public Map<String, Object> decide(String table, Map<String, Object> inputs) {
        DmnDecisionRuleResult row =
                decisions.evaluateDecisionTableByKey(table, inputs).getSingleResult();
        if (row == null) {
            throw new IllegalStateException("no row of the decision table '" + table + "' matches");
        }
        return row.getEntryMap();
    }
}
