package dev.kaltstart.engine.model;

import dev.kaltstart.engine.EngineRows;
import dev.kaltstart.engine.EngineRows.Model;
import dev.kaltstart.engine.camunda.EngineTables;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Models as they were deployed from {@code processes/}, compared with those of another Kaltstart by their bytes. */
@Component
public class DeployedModels {

    /** Earlier versions took models out of the files that they imported, and marked them so. */
    private static final String FROM_A_FILE = "% (from another Kaltstart)";

    private final JdbcClient jdbc;

    DeployedModels(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public List<Model> of(String recovery) {
        return jdbc.sql("select distinct d.id_, d.name_ from act_re_deployment d"
                        + " join act_re_procdef p on p.deployment_id_ = d.id_ where p.id_ in " + EngineTables.MODELS
                        + " order by d.name_, d.id_")
                .param("recovery", recovery)
                .query((row, n) -> model(row.getString("id_"), row.getString("name_")))
                .list();
    }

    private Model model(String deployment, String folder) {
        return new Model(folder, files(deployment), definitions(deployment), jobs(deployment));
    }

    /** @throws EngineRows.OtherModel when one of them is not here */
    public Match match(List<Model> models) {
        var match = new Match(new HashMap<>(), new HashMap<>(), new HashMap<>());
        models.forEach(model -> match(model, match));
        return match;
    }

    private void match(Model theirs, Match match) {
        String deployment = deployments(theirs.folder()).stream()
                .filter(id -> files(id).equals(theirs.files()))
                .findFirst()
                .orElseThrow(() -> new EngineRows.OtherModel(theirs.folder()));
        Model ours = model(deployment, theirs.folder());
        theirs.definitions().forEach((id, key) -> {
            String here = ours.definitions().entrySet().stream()
                    .filter(entry -> entry.getValue().equals(key))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow(() -> new EngineRows.OtherModel(theirs.folder()));
            match.definitions().put(id, here);
            match.deployments().put(here, deployment);
        });
        theirs.jobs()
                .forEach(job -> ours.jobs().stream()
                        .filter(own ->
                                own.definition().equals(match.definitions().get(job.definition()))
                                        && Objects.equals(own.activity(), job.activity())
                                        && own.type().equals(job.type())
                                        && Objects.equals(own.configuration(), job.configuration()))
                        .findFirst()
                        .ifPresent(own -> match.jobs().put(job.id(), own.id())));
    }

    private List<String> deployments(String folder) {
        return jdbc.sql("select id_ from act_re_deployment where name_ = ? and source_ = 'processes'"
                        + " and name_ not like ? order by deploy_time_ desc, id_")
                .params(folder, FROM_A_FILE)
                .query(String.class)
                .list();
    }

    private Map<String, String> files(String deployment) {
        var files = new HashMap<String, String>();
        jdbc.sql("select name_, bytes_ from act_ge_bytearray where deployment_id_ = ?")
                .param(deployment)
                .query(row -> {
                    files.put(row.getString("name_"), sha256(row.getBytes("bytes_")));
                });
        return files;
    }

    private Map<String, String> definitions(String deployment) {
        var definitions = new HashMap<String, String>();
        jdbc.sql("select id_, key_ from act_re_procdef where deployment_id_ = ?")
                .param(deployment)
                .query(row -> {
                    definitions.put(row.getString("id_"), row.getString("key_"));
                });
        return definitions;
    }

    private List<Model.Job> jobs(String deployment) {
        return jdbc.sql(
                        "select j.id_, j.proc_def_id_, j.act_id_, j.job_type_, j.job_configuration_ from act_ru_jobdef j"
                                + " join act_re_procdef p on p.id_ = j.proc_def_id_ where p.deployment_id_ = ? order by j.id_")
                .param(deployment)
                .query((row, n) -> new Model.Job(
                        row.getString("id_"),
                        row.getString("proc_def_id_"),
                        row.getString("act_id_"),
                        row.getString("job_type_"),
                        row.getString("job_configuration_")))
                .list();
    }

    private static String sha256(byte @Nullable [] content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content == null ? new byte[0] : content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param definitions ours by theirs
     * @param jobs ours by theirs
     * @param deployments of our definitions
     */
    public record Match(Map<String, String> definitions, Map<String, String> jobs, Map<String, String> deployments) {}
}
