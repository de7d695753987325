package org.trialward.benchmarks.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.app.HL7Service;
import ca.uhn.hl7v2.llp.MinLowerLayerProtocol;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.protocol.MetadataKeys;
import ca.uhn.hl7v2.protocol.ReceivingApplication;
import ca.uhn.hl7v2.protocol.ReceivingApplicationException;
import ca.uhn.hl7v2.util.idgenerator.InMemoryIDGenerator;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * HAPI's server with the least that keeps a message: it is parsed without validation, inserted into
 * a table of two columns and answered by the answer that HAPI makes. No look for repetitions, no
 * type, no time, no queue.
 */
final class BareListener implements Listening {
  private final DefaultHapiContext hapi =
      new DefaultHapiContext(ValidationContextFactory.noValidation());
  private final HL7Service server;
  private final int port = Listening.freePort();

  BareListener(DataSource database) {
    JdbcClient.create(database)
        .sql(
            "create table bare_message (id bigint generated always as identity primary key, body bytea not null)")
        .update();
    hapi.setLowerLayerProtocol(new MinLowerLayerProtocol());
    // Its default keeps the numbers of its answers in a file of the working directory.
    hapi.getParserConfiguration().setIdGenerator(new InMemoryIDGenerator());
    server = hapi.newServer(port, false);
    server.registerApplication(new Storing(database));
    try {
      server.startAndWait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while HAPI's listener started.", e);
    }
  }

  private record Storing(DataSource database) implements ReceivingApplication<Message> {
    @Override
    public boolean canProcess(Message message) {
      return true;
    }

    @Override
    public Message processMessage(Message message, Map<String, Object> metadata)
        throws ReceivingApplicationException, HL7Exception {
      String raw = Objects.toString(metadata.get(MetadataKeys.IN_RAW_MESSAGE));
      try (Connection connection = database.getConnection();
          PreparedStatement insert =
              connection.prepareStatement("insert into bare_message (body) values (?)")) {
        insert.setBytes(1, raw.getBytes(UTF_8));
        insert.executeUpdate();
        return message.generateACK();
      } catch (SQLException | IOException e) {
        throw new ReceivingApplicationException(e);
      }
    }
  }

  @Override
  public String name() {
    return "bare listener of HAPI HL7 v2";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String table() {
    return "bare_message";
  }

  @Override
  public void close() {
    server.stopAndWait();
    hapi.close();
    hapi.getExecutorService().shutdownNow();
  }
}
