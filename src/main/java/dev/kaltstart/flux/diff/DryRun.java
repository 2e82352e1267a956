package dev.kaltstart.flux.diff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.KubernetesTrouble;
import dev.kaltstart.flux.diff.Comparison.Action;
import dev.kaltstart.flux.diff.Comparison.Difference;
import dev.kaltstart.flux.lease.LeaseMarks;
import dev.kaltstart.flux.object.InventoryEntry;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares one object of a tree with the cluster: the API server says what it would be like if the controller applied it.
 * Thread-safe.
 */
record DryRun(KubernetesClient client, ApiKinds kinds) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_FIELDS = 20;

    /** It is this try that is refused: the controller has another account, and does not only try. */
    private static final Pattern OURS =
            Pattern.compile("cannot (?:get|create|update|patch) resource|does not support dry run");

    /** The same, or its namespace is still on its way out. */
    private static final Pattern NOT_YET = Pattern.compile(OURS.pattern() + "|because it is being terminated");

    private static final PatchContext AS_THE_CONTROLLER = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("kustomize-controller")
            .withForce(true)
            .withDryRun(List.of("All"))
            .build();

    /**
     * @param difference null when it would stay as it is, or when that is unknown
     * @param note what is not known of it; null when all is
     * @param encrypted only whether it is there was looked at
     */
    record Seen(@Nullable Difference difference, @Nullable String note, boolean encrypted) {

        static final Seen SAME = new Seen(null, null, false);

        static Seen unknown(BuiltObject object, String why) {
            return new Seen(null, object.managed().label() + ": " + why, false);
        }
    }

    /** @param force what cannot be changed is deleted and created again */
    Seen of(BuiltObject object, boolean force) {
        Optional<ResourceDefinitionContext> context = kinds.find(object.apiVersion(), object.kind());
        // where its kind comes with the tree, too, it cannot be there
        GenericKubernetesResource there = context.isEmpty()
                ? null
                : resource(client, context.get(), object.managed()).get();
        if (there == null && context.isPresent()) {
            return created(object, context.get());
        }
        if (there == null || there.getMetadata().getDeletionTimestamp() != null) {
            return new Seen(difference(object, Action.CREATE, List.of()), null, false);
        }
        if (leftAlone(object, there)) {
            return Seen.SAME;
        }
        if (object.kind().equals("Secret") && FluxBuild.encrypted(Serialization.asJson(object.content()))) {
            return new Seen(null, null, true);
        }
        if (object.doubt() != null) {
            return Seen.unknown(object, object.doubt());
        }
        return applied(object, there, context.get(), force);
    }

    /** Only whether it is there. */
    Optional<Difference> missing(BuiltObject object) {
        GenericKubernetesResource there = kinds.find(object.apiVersion(), object.kind())
                .map(context -> resource(client, context, object.managed()).get())
                .orElse(null);
        return there == null || there.getMetadata().getDeletionTimestamp() != null
                ? Optional.of(difference(object, Action.CREATE, List.of()))
                : Optional.empty();
    }

    static Resource<GenericKubernetesResource> resource(
            KubernetesClient client, ResourceDefinitionContext context, InventoryEntry object) {
        var all = client.genericKubernetesResources(context);
        return context.isNamespaceScoped()
                ? all.inNamespace(object.namespace().isEmpty() ? "default" : object.namespace())
                        .withName(object.name())
                : all.withName(object.name());
    }

    private static boolean leftAlone(BuiltObject object, GenericKubernetesResource there) {
        Map<String, Object> live = map(there);
        return object.told("reconcile", "disabled")
                || BuiltObject.told(live, "reconcile", "disabled")
                || object.told("ssa", "Ignore")
                || BuiltObject.told(live, "ssa", "Ignore")
                || object.told("ssa", "IfNotPresent");
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(GenericKubernetesResource object) {
        return Serialization.unmarshal(Serialization.asJson(object), Map.class);
    }

    private Seen applied(
            BuiltObject object, GenericKubernetesResource there, ResourceDefinitionContext context, boolean force) {
        ObjectNode live = json(there);
        ObjectNode wanted = json(object.content());
        boolean masked = RedactedValues.lift(wanted, live);
        ourSuspension(wanted, live);
        try {
            GenericKubernetesResource would =
                    resource(client, context, object.managed()).patch(AS_THE_CONTROLLER, wanted.toString());
            var fields = Fields.between(live, json(would));
            var owners = new FieldOwners(live);
            var managers = new TreeSet<>(owners.of(fields));
            List<String> takenBack = object.told("ssa", "Merge") ? List.of() : owners.takenBack(wanted);
            managers.addAll(takenBack);
            String note =
                    masked ? object.managed().label() + ": what looks like a secret in it was not compared" : null;
            boolean same = fields.none() && takenBack.isEmpty();
            return new Seen(
                    same ? null : changed(object, managers, Fields.message(fields, live, json(would), secret(object))),
                    note,
                    false);
        } catch (KubernetesClientException e) {
            if (KubernetesTrouble.mayPass(e) && !KubernetesTrouble.webhook(e)) {
                throw e;
            }
            return refused(object, e, force || recreates(object, there));
        }
    }

    /** Not tried: a Secret, whose content is not known here, and what does not build as it is. */
    private Seen created(BuiltObject object, ResourceDefinitionContext context) {
        var creation = new Seen(difference(object, Action.CREATE, List.of()), null, false);
        if (secret(object) || object.doubt() != null) {
            return creation;
        }
        try {
            String namespace = object.managed().namespace();
            var item = Serialization.unmarshal(Serialization.asJson(object.content()), GenericKubernetesResource.class);
            var all = client.genericKubernetesResources(context);
            // by a name and a patch alone the client would ask for the object first, and try nothing
            (context.isNamespaceScoped()
                            ? all.inNamespace(namespace.isEmpty() ? "default" : namespace)
                                    .resource(item)
                            : all.resource(item))
                    .patch(AS_THE_CONTROLLER);
            return creation;
        } catch (KubernetesClientException e) {
            if (KubernetesTrouble.mayPass(e) && !KubernetesTrouble.webhook(e)) {
                throw e;
            }
            String why = "the Kubernetes API " + KubernetesTrouble.message(e);
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                // its namespace comes with the tree, too
                return creation;
            }
            if (!KubernetesTrouble.refused(e) || NOT_YET.matcher(why).find()) {
                return new Seen(creation.difference(), object.managed().label() + ": not tried: " + why, false);
            }
            return new Seen(
                    new Difference(object.managed(), Action.CREATE, object.owner(), List.of(), List.of(why)),
                    null,
                    false);
        }
    }

    private static boolean recreates(BuiltObject object, GenericKubernetesResource there) {
        return object.told("force", "enabled") || BuiltObject.told(map(there), "force", "enabled");
    }

    private static Seen refused(BuiltObject object, KubernetesClientException e, boolean force) {
        String said = String.valueOf(e.getMessage());
        // the words of the API server repeat the value that it does not like
        String why =
                "the Kubernetes API " + (secret(object) ? "answered " + e.getCode() : KubernetesTrouble.message(e));
        if (!KubernetesTrouble.refused(e) || OURS.matcher(said).find()) {
            return Seen.unknown(object, why);
        }
        if (force && said.contains("immutable")) {
            return new Seen(
                    difference(object, Action.DELETE, List.of()),
                    object.managed().label() + ": cannot be changed, and would be deleted and created again",
                    false);
        }
        return new Seen(
                new Difference(object.managed(), Action.REFUSED, object.owner(), List.of(), List.of(why)), null, false);
    }

    /** That Kaltstart holds it still for now is no difference. */
    private static void ourSuspension(ObjectNode wanted, ObjectNode live) {
        boolean ours = live.path("metadata").path("annotations").has(LeaseMarks.HOLDER);
        if (ours && wanted.path("spec").has("suspend") && wanted.get("spec") instanceof ObjectNode spec) {
            spec.set("suspend", live.path("spec").path("suspend"));
        }
    }

    private static ObjectNode json(Object object) {
        try {
            return (ObjectNode) JSON.readTree(Serialization.asJson(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean secret(BuiltObject object) {
        return object.kind().equals("Secret");
    }

    private static Difference changed(BuiltObject object, Collection<String> managers, List<String> fields) {
        return new Difference(
                object.managed(),
                Action.CHANGE,
                object.owner(),
                List.copyOf(managers),
                fields.stream().limit(MOST_FIELDS).toList());
    }

    private static Difference difference(BuiltObject object, Action action, List<String> managers) {
        return new Difference(object.managed(), action, object.owner(), managers);
    }
}
