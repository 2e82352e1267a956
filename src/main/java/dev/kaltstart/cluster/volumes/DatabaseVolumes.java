package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;
import static dev.kaltstart.kustomize.ManifestFields.isA;
import static dev.kaltstart.kustomize.ManifestFields.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.volumes.FoundVolume.Origin;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The volumes of databases that an operator makes: one row for all instances. A claim of the application may have the name of
 * the database.
 */
final class DatabaseVolumes {

    /** By kind, where the size is. */
    private static final Map<String, List<String>> OTHERS = Map.of(
            "postgres-operator.crunchydata.com/PostgresCluster", List.of("instances"),
            "k8s.mariadb.com/MariaDB", List.of("storage", "size"),
            "pxc.percona.com/PerconaXtraDBCluster", List.of("pxc"),
            "psmdb.percona.com/PerconaServerMongoDB", List.of("replsets"),
            "pgv2.percona.com/PerconaPGCluster", List.of("instances"),
            "acid.zalan.do/postgresql", List.of("volume", "size"),
            "mongodbcommunity.mongodb.com/MongoDBCommunity", List.of("statefulSet"));

    private DatabaseVolumes() {}

    static Optional<FoundVolume> of(String source, ObjectNode object) {
        var name = ManifestText.name(object, "metadata", "name");
        if (isA(object, "postgresql.cnpg.io", "Cluster")) {
            return Optional.of(
                    FoundVolume.of(Origin.POSTGRES, ManifestText.namespace(object), name + "-*", name, null, source)
                            .sized(
                                    ManifestText.name(object, "spec", "storage", "size"),
                                    ManifestText.name(object, "spec", "storage", "storageClass"),
                                    List.of("ReadWriteOnce")));
        }
        var group = text(object, "apiVersion").replaceFirst("/.*", "");
        return Optional.ofNullable(OTHERS.get(group + "/" + text(object, "kind")))
                .map(path -> FoundVolume.of(
                                Origin.DATABASE, ManifestText.namespace(object), name + "-*", name, null, source)
                        .sized(
                                ManifestText.name(at(object, "spec"), path.toArray(String[]::new)),
                                "",
                                List.of("ReadWriteOnce")));
    }
}
