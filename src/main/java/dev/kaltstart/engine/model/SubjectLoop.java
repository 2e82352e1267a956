package dev.kaltstart.engine.model;

import dev.kaltstart.engine.Subject;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.Expression;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.bpmn.behavior.MultiInstanceActivityBehavior;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives each round of a loop in a model its subject, from the list that a step has made. */
@Component
public class SubjectLoop {

    private static final String ROUND = "subject";

    private final ExecutionSubjects subjects;

    SubjectLoop(ExecutionSubjects subjects) {
        this.subjects = subjects;
    }

    void over(@Nullable String list, ActivityImpl body) {
        if (list == null || !list.matches("[a-zA-Z]+")) {
            throw new IllegalStateException("the loop '" + body.getId()
                    + "' must name the list of subjects it goes over, as its property 'subjects'");
        }
        var behavior = (MultiInstanceActivityBehavior) body.getActivityBehavior();
        behavior.setCollectionVariable(null);
        behavior.setCollectionExpression(new Listed(list));
        behavior.setCollectionElementVariable(ROUND);
    }

    /** @param scope around the activity: the body of the loop, when it is in one */
    void round(ScopeImpl scope, ActivityImpl activity) {
        if (scope instanceof ActivityImpl body && body.getActivityBehavior() instanceof MultiInstanceActivityBehavior) {
            ExecutionListener begin = this::begin;
            activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, begin);
        }
    }

    private void begin(DelegateExecution round) {
        Subject subject = Subject.parse(String.valueOf(round.getVariable(ROUND)));
        subjects.begin(round.getId(), round.getProcessBusinessKey(), subject);
    }

    /** The collection of the loop, as the engine asks for it. */
    private final class Listed implements Expression {

        private final String list;

        Listed(String list) {
            this.list = list;
        }

        @Override
        public Object getValue(VariableScope scope) {
            return subjects.listed(((DelegateExecution) scope).getProcessBusinessKey(), list);
        }

        @Override
        public void setValue(Object value, VariableScope scope) {
            throw new ProcessEngineException("a list of subjects is made by a step");
        }

        @Override
        public String getExpressionText() {
            return list;
        }

        @Override
        public boolean isLiteralText() {
            return false;
        }
    }
}
