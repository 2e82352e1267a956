package dev.kaltstart.engine.model;

import dev.kaltstart.engine.RecoveryRecords;
import dev.kaltstart.engine.form.FieldListReader;
import dev.kaltstart.engine.form.FormLayout;
import dev.kaltstart.engine.model.ModelFiles.ModelFile;
import dev.kaltstart.engine.people.GuardedPeople;
import dev.kaltstart.engine.resolve.ResolveExpansion;
import dev.kaltstart.engine.task.AnswerGuard;
import dev.kaltstart.engine.task.GivenAnswers;
import dev.kaltstart.engine.task.GuardedForms;
import dev.kaltstart.engine.task.GuardedTasks;
import dev.kaltstart.shell.Redaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Deploys {@code processes/} before the engine runs anything: one deployment for each folder, all of it or nothing. The
 * engine's own deployment loses files of the same name in different folders, and knows no field lists.
 */
@Component
@Order(1000)
public class ModelDeployment extends AbstractCamundaConfiguration {

    private final ModelFiles files;
    private final ModelParsing parsing;
    private final AnswerGuard guard;

    ModelDeployment(
            ModelFiles files, ModelParsing parsing, ObjectProvider<RecoveryRecords> records, Redaction redaction) {
        this.files = files;
        this.parsing = parsing;
        this.guard = new AnswerGuard(records, redaction);
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        var listeners = new ArrayList<BpmnParseListener>();
        if (configuration.getCustomPostBPMNParseListeners() != null) {
            listeners.addAll(configuration.getCustomPostBPMNParseListeners());
        }
        listeners.add(parsing);
        configuration.setCustomPostBPMNParseListeners(listeners);
        guard(configuration);
    }

    /** With the models, because no task of theirs may be completed in an engine without it. */
    private void guard(ProcessEngineConfigurationImpl configuration) {
        var sessions = new ArrayList<SessionFactory>();
        if (configuration.getCustomSessionFactories() != null) {
            sessions.addAll(configuration.getCustomSessionFactories());
        }
        sessions.add(new GivenAnswers.Factory());
        configuration.setCustomSessionFactories(sessions);
        configuration.setTaskService(new GuardedTasks(guard));
        configuration.setFormService(new GuardedForms(guard));
        configuration.setIdentityService(new GuardedPeople());
    }

    @Override
    public void postProcessEngineBuild(ProcessEngine engine) {
        files.byFolder().forEach((folder, content) -> deploy(engine, folder, content));
    }

    private static void deploy(ProcessEngine engine, String folder, List<ModelFile> content) {
        List<ModelFile> models = content.stream().filter(ModelFile::deployable).toList();
        if (models.isEmpty()) {
            return;
        }
        DeploymentBuilder deployment = engine.getRepositoryService()
                .createDeployment()
                .name(folder)
                .source("processes")
                .enableDuplicateFiltering(false);
        models.forEach(file -> add(deployment, file));
        content.stream()
                .filter(file -> file.path().equals(folder + "/" + FieldListReader.FILE))
                .forEach(file -> file.fieldLists()
                        .forEach((form, fields) -> add(deployment, folder, form, FormLayout.of(form, fields))));
        deployment.deploy();
    }

    private static void add(DeploymentBuilder deployment, String folder, String form, byte[] text) {
        deployment.addInputStream(folder + "/" + form + ".form", new ByteArrayInputStream(text));
    }

    private static void add(DeploymentBuilder deployment, ModelFile file) {
        try (InputStream content = file.resource().getInputStream()) {
            if (file.path().endsWith(".bpmn")) {
                expand(deployment, file.path(), content);
            } else {
                deployment.addInputStream(file.path(), content);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the model " + file.path(), e);
        }
    }

    private static void expand(DeploymentBuilder deployment, String path, InputStream content) {
        var expanded = ResolveExpansion.of(content);
        deployment.addInputStream(path, new ByteArrayInputStream(expanded.model()));
        String folder = path.substring(0, path.lastIndexOf('/'));
        expanded.forms().forEach((form, text) -> add(deployment, folder, form, text));
    }
}
