package org.trialward.workbench;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionInterceptor;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;
import org.trialward.workbench.database.EmbeddedDatabase;

/**
 * A fresh, migrated database on the one PostgreSQL that all tests of this JVM share. The server
 * ends with the JVM.
 */
public final class TestDatabase implements AutoCloseable {
  private static final Server SERVER = Server.start();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name;
  private final HikariDataSource pool = new HikariDataSource();
  private final JdbcTransactionManager transactions;

  private record Server(EmbeddedDatabase database, Path folder) {

    static Server start() {
      try {
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "postgres");
        EmbeddedDatabase database = EmbeddedDatabase.open(folder.resolve("data"));
        Server server = new Server(database, folder);
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
        server.jdbc().sql("create database migrated").update();
        Flyway.configure().dataSource(server.url("migrated"), "postgres", "").load().migrate();
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String url(String name) {
      return database.jdbcUrl().replace("/postgres?", "/" + name + "?");
    }

    JdbcClient jdbc() {
      return JdbcClient.create(new DriverManagerDataSource(database.jdbcUrl()));
    }

    /**
     * The embedded PostgreSQL has a hook of its own, which may be first: then closing returns while
     * the server still stops, and needs its folder to do so.
     */
    private void stop() {
      try {
        long pid =
            Long.parseLong(
                Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst().strip());
        CompletableFuture<?> gone =
            ProcessHandle.of(pid)
                .<CompletableFuture<?>>map(ProcessHandle::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(pid));
        database.close();
        gone.orTimeout(30, TimeUnit.SECONDS).join();
      } catch (NoSuchFileException alreadyStopped) {
        // Nothing to wait for.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      try {
        FileSystemUtils.deleteRecursively(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private TestDatabase(String name) {
    this.name = name;
    pool.setJdbcUrl(SERVER.url(name));
    pool.setMaximumPoolSize(12);
    pool.setMinimumIdle(1);
    transactions = new JdbcTransactionManager(pool);
  }

  /** Opens a new one. */
  public static TestDatabase fresh() {
    String name = "test" + COUNT.incrementAndGet();
    JdbcClient server = SERVER.jdbc();
    server.sql("create database " + name + " template migrated").update();
    // What a test stores need not outlive a power cut.
    server.sql("alter database " + name + " set synchronous_commit = off").update();
    return new TestDatabase(name);
  }

  /** Opens one as an older program left it, to be filled and then {@link #migrate migrated}. */
  public static TestDatabase ofVersion(String version) {
    String name = "test" + COUNT.incrementAndGet();
    SERVER.jdbc().sql("create database " + name).update();
    TestDatabase database = new TestDatabase(name);
    Flyway.configure().dataSource(database.pool).target(version).load().migrate();
    return database;
  }

  public void migrate() {
    Flyway.configure().dataSource(pool).load().migrate();
  }

  /** The folder of the shared server's data. */
  public static Path folder() {
    return SERVER.folder().resolve("data");
  }

  public String url() {
    return SERVER.url(name);
  }

  public JdbcClient jdbc() {
    return JdbcClient.create(pool);
  }

  public DataSource dataSource() {
    return pool;
  }

  public TransactionTemplate transaction() {
    return new TransactionTemplate(transactions);
  }

  /** The object as Spring would hand it out: its {@code @Transactional} methods open one. */
  public <T> T transactional(Class<T> type, T object) {
    ProxyFactory factory = new ProxyFactory(object);
    factory.setProxyTargetClass(true);
    TransactionInterceptor interceptor = new TransactionInterceptor();
    interceptor.setTransactionManager(transactions);
    interceptor.setTransactionAttributeSource(new AnnotationTransactionAttributeSource());
    factory.addAdvice(interceptor);
    return type.cast(factory.getProxy());
  }

  /** Empties every table. */
  public void clear() {
    JdbcClient jdbc = jdbc();
    jdbc.sql("alter table audit disable trigger all").update();
    String tables =
        jdbc.sql(
                """
                select string_agg(quote_ident(tablename), ', ') from pg_tables
                where schemaname = 'public' and tablename <> 'flyway_schema_history'
                """)
            .query(String.class)
            .single();
    jdbc.sql("truncate " + tables + " restart identity").update();
    jdbc.sql("alter table audit enable trigger all").update();
  }

  @Override
  public void close() {
    pool.close();
    SERVER.jdbc().sql("drop database " + name + " with (force)").update();
  }
}
