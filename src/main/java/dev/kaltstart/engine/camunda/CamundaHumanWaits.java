package dev.kaltstart.engine.camunda;

import dev.kaltstart.engine.HumanWaits;
import java.util.List;
import org.camunda.bpm.engine.HistoryService;
import org.springframework.stereotype.Component;

@Component
class CamundaHumanWaits implements HumanWaits {

    private final HistoryService history;

    CamundaHumanWaits(HistoryService history) {
        this.history = history;
    }

    @Override
    public List<Wait> of(String recovery) {
        return history.createHistoricTaskInstanceQuery().processInstanceBusinessKey(recovery).list().stream()
                .map(task -> new Wait(
                        task.getStartTime().toInstant(),
                        task.getEndTime() == null ? null : task.getEndTime().toInstant()))
                .toList();
    }
}
