package dev.kaltstart.alert;

import com.zaxxer.hikari.HikariDataSource;
import dev.kaltstart.jvm.SharedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;

class PostgresDatabase {

    @Bean
    DataSource dataSource() throws IOException {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(SharedPostgres.fresh().url());
        pool.setMaximumPoolSize(20);
        return pool;
    }
}
