package dev.kaltstart;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.lab.Lab;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ClassUtils;

/**
 * Real clusters, with two things changed: the pauses between looks are a tenth as long, and some tools are those of the lab,
 * which need not be on the PATH. To be imported by a test; a component scan does not find it.
 */
final class LabClusters implements BeanPostProcessor {

    private static final int SPEED = 10;
    private static final Set<String> OF_THE_LAB = Set.of("flux", "kubectl", "sops", "age-keygen");

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof Clusters)) {
            return bean;
        }
        return Proxy.newProxyInstance(
                bean.getClass().getClassLoader(),
                ClassUtils.getAllInterfacesForClass(bean.getClass()),
                (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(bean, arguments);
                        return answer instanceof Cluster cluster ? new Quick(cluster) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private record Quick(Cluster real) implements Cluster {

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public Inventory inventory() {
            return real.inventory();
        }

        @Override
        public Clock clock() {
            return real.clock();
        }

        @Override
        public Duration pace(Duration duration) {
            return duration.dividedBy(SPEED);
        }

        @Override
        public Shell shell() {
            Shell shell = real.shell();
            return command -> shell.run(ofTheLab(command));
        }

        @Override
        public Shell looking() {
            Shell shell = real.looking();
            return command -> shell.run(ofTheLab(command));
        }

        private static Command ofTheLab(Command command) {
            return OF_THE_LAB.contains(command.program())
                    ? new Command(
                            Lab.here().tool(command.program()).toString(),
                            command.arguments(),
                            command.environment(),
                            command.directory(),
                            command.deadline())
                    : command;
        }

        @Override
        public KubernetesClient kubernetes() {
            return real.kubernetes();
        }

        @Override
        public ClusterRepository repository() {
            return real.repository();
        }
    }
}
