package dev.kaltstart.jvm;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.defaults.DefaultSqlSessionFactory;
import org.apache.ibatis.transaction.managed.ManagedTransactionFactory;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.core.annotation.Order;

/**
 * The engine's SQL, read once for each kind of database and used by all engines of a JVM: to read its mappings takes an
 * engine longer than everything else at its start. Each engine keeps its own sessions and its own database.
 */
@Order(SharedStatements.LAST)
final class SharedStatements extends AbstractProcessEnginePlugin {

    static final int LAST = Integer.MAX_VALUE;

    private static final Map<String, Configuration> READ = new ConcurrentHashMap<>();

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        kind(engine)
                .map(READ::get)
                .ifPresent(read -> engine.setSqlSessionFactory(
                        new DefaultSqlSessionFactory(new Sharing(engine.getDataSource(), read))));
    }

    @Override
    public void postInit(ProcessEngineConfigurationImpl engine) {
        Configuration read = engine.getSqlSessionFactory().getConfiguration();
        if (!(read instanceof Sharing)) {
            kind(engine).ifPresent(kind -> READ.putIfAbsent(kind, read));
        }
    }

    /** Empty when the database cannot be asked: the engine finds out by itself, and says so in its own way. */
    private static Optional<String> kind(ProcessEngineConfigurationImpl engine) {
        DataSource source = engine.getDataSource();
        if (source == null) {
            return Optional.empty();
        }
        try (var connection = source.getConnection()) {
            return Optional.of(connection.getMetaData().getDatabaseProductName()
                    + engine.getDatabaseTablePrefix()
                    + engine.isJdbcBatchProcessing());
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    private static final class Sharing extends Configuration {

        private final Configuration read;

        Sharing(DataSource source, Configuration read) {
            super(new Environment("default", new ManagedTransactionFactory(), source));
            this.read = read;
            setDefaultExecutorType(read.getDefaultExecutorType());
            setDefaultStatementTimeout(read.getDefaultStatementTimeout());
            setLazyLoadingEnabled(read.isLazyLoadingEnabled());
        }

        @Override
        public MappedStatement getMappedStatement(String id, boolean validate) {
            return read.getMappedStatement(id, validate);
        }

        @Override
        public boolean hasStatement(String name, boolean validate) {
            return read.hasStatement(name, validate);
        }
    }
}
