package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.it.CommandLineUser;
import dev.millrace.it.CommandLineUser.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class SecretTest {
  private static final String CANARY = "canary-5f1d7c3a9be2";

  @TempDir private Path folder;

  @Test
  void aSecretOfAConnectorReachesNoFileNoLogNoTraceAndNoProcessList() throws Exception {
    ByteArrayOutputStream traces = new ByteArrayOutputStream();
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/",
        exchange -> {
          synchronized (traces) {
            traces.write(exchange.getRequestBody().readAllBytes());
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    List<Answer> answers = new ArrayList<>();
    try (CommandLineUser user = CommandLineUser.withShop(folder)) {
      user.environment("DBT_ENV_SECRET_CANARY", CANARY)
          .environment(
              "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + collector.getAddress().getPort())
          .edit(
              "models/streams/orders.sql",
              "with={'scan.startup.mode': 'latest-offset'}",
              "with={'scan.startup.mode': 'latest-offset',"
                  + " 'properties.sasl.jaas.config': env_var('DBT_ENV_SECRET_CANARY'),"
                  + " 'properties.millrace.canary': env_var('DBT_ENV_SECRET_CANARY')}");
      answers.add(user.types("compile", "--check", "--select", "orders").succeeds());
      answers.add(user.types("run", "--select", "+customer_totals").succeeds());
      answers.add(user.types("show", "--select", "customer_totals").succeeds());
      answers.add(user.types("show", "--select", "orders", "--live", "--limit", "1").succeeds());
      user.edit(
          "models/marts/customer_totals.sql",
          "  MIN(log_offset)",
          "  SUM(amount) / COUNT(*) AS average_order,\n  MIN(log_offset)");
      answers.add(user.types("plan").succeeds());
      answers.add(user.types("run", "--select", "+customer_totals").succeeds());
      answers.add(user.types("lag", "--output", "json").succeeds());

      assertThat(processes()).as("process list").isNotEmpty().noneMatch(SecretTest::holdsCanary);
      assertThat(user.types("local", "stop").succeeds().out()).isNotNull();
    } finally {
      collector.stop(0);
    }
    assertThat(answers).noneMatch(answer -> holdsCanary(answer.out() + answer.err()));
    synchronized (traces) {
      assertThat(traces.size()).as("something was traced").isPositive();
      assertThat(holdsCanary(traces.toString(StandardCharsets.ISO_8859_1))).isFalse();
    }
    assertThat(filesWithCanary(folder)).isEmpty();
  }

  private static boolean holdsCanary(String text) {
    return text.contains(CANARY);
  }

  /** Command lines and environments of every process of this machine that may be read. */
  private static List<String> processes() throws IOException {
    List<String> texts = new ArrayList<>();
    long own = ProcessHandle.current().pid();
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      for (Path entry : entries.toList()) {
        String name = String.valueOf(entry.getFileName());
        if (name.matches("\\d+") && Long.parseLong(name) != own) {
          for (String file : List.of("cmdline", "environ")) {
            try {
              texts.add(Files.readString(entry.resolve(file), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
              // The process has ended or belongs to somebody else.
              texts.add("");
            }
          }
        }
      }
    }
    return texts;
  }

  private static List<Path> filesWithCanary(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    int seen = 0;
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        seen++;
        if (holdsCanary(Files.readString(file, StandardCharsets.ISO_8859_1))) {
          found.add(file);
        }
      }
    }
    assertThat(seen).as("files looked at").isGreaterThan(20);
    return found;
  }
}
