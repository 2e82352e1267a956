package dev.kaltstart.engine;

import dev.kaltstart.shell.Redaction;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.stereotype.Component;

@Component
class StepPreviews implements Previews {

    // asked for late: the step that shows previews is a step itself
    private final BeanFactory beans;
    private final CleanWords words;

    StepPreviews(BeanFactory beans, Redaction redaction) {
        this.beans = beans;
        this.words = new CleanWords(redaction);
    }

    @Override
    public Preview of(String step, Run run) {
        try {
            return words.of(beans.getBean(ActivityNames.bean(step), Step.class).preview(run));
        } catch (NoSuchBeanDefinitionException e) {
            throw new IllegalArgumentException("there is no step '" + step + "'", e);
        }
    }
}
