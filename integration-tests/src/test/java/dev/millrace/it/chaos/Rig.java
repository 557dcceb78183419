package dev.millrace.it.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.DataFolders;
import dev.millrace.engine.Engine;
import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.it.CommandLineUser;
import dev.millrace.it.CommandLineUser.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * A project whose two jobs run on a local cluster of their own and are deployed over and over: a
 * total per key into an upsert table, and a copy of each record into an exactly-once append table.
 */
final class Rig implements AutoCloseable {
  static final String TOTALS = "totals";
  static final String COPIES = "copies";

  /** What the names of models begin with that are there for one point alone. */
  static final String EXTRA = "extra_";

  /** Checkpoints that cannot be written; the gate does not wait for so many. */
  private static final int SPOILT = 200;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CommandLineUser user;
  private final Engine engine;
  private final String broker;
  private final Map<Path, byte[]> spoilt = new HashMap<>();
  private String edition = "a";
  private int extra;

  private Rig(CommandLineUser user, String broker) {
    this.user = user;
    this.broker = broker;
    this.engine = user.engine();
  }

  /** Starts cluster and broker and deploys both models. */
  static Rig start(Path folder) {
    CommandLineUser user = project(folder, "");
    user.types("local", "start").succeeds();
    return deployed(
        new Rig(user, user.asks("local", "status").at("/broker/endpoints/kafka").asText()));
  }

  /**
   * Deploys both models on a cluster that is there.
   *
   * @param addresses of the cluster, lines of a profile
   * @param broker where the tables are stored
   */
  static Rig on(Path folder, String broker, String... addresses) {
    StringBuilder settings = new StringBuilder();
    for (String address : addresses) {
      settings.append("      ").append(address).append('\n');
    }
    settings.append(
        """
              default_table_options:
                append:
                  connector: kafka
                  properties.bootstrap.servers: "%1$s"
                  format: json
                keyed:
                  connector: upsert-kafka
                  properties.bootstrap.servers: "%1$s"
                  key.format: json
                  value.format: json
        """
            .formatted(broker));
    return deployed(new Rig(project(folder, settings.toString()), broker));
  }

  private static CommandLineUser project(Path folder, String settings) {
    return CommandLineUser.in(folder)
        .file("dbt_project.yml", "name: chaos\nversion: '1.0'\nprofile: chaos\n")
        .file(
            "profiles.yml",
            "chaos:\n  target: dev\n  outputs:\n    dev:\n      type: flink\n      threads: 2\n"
                + settings)
        .file("models/events.sql", eventsModel());
  }

  private static Rig deployed(Rig rig) {
    rig.makeTopic("dev.chaos.events");
    rig.writeModels("");
    rig.good();
    return rig;
  }

  private static Map<String, String> environment(CommandLineUser user) {
    return Map.of(DataFolders.VARIABLE, user.data().toString());
  }

  CommandLineUser user() {
    return user;
  }

  String broker() {
    return broker;
  }

  Ledger ledger() {
    return engine.ledger();
  }

  Connector connector() {
    return engine.connector();
  }

  /** Folder of the project's data: checkpoints, savepoints and all else. */
  Path data() {
    return DataFolders.of(environment(user)).project(engine.project().target().spec().projectKey());
  }

  Product product() {
    return new Product(CommandLineUser.installation(), user.project(), user.data());
  }

  /** Brings everything to where the project wants it, which must succeed. */
  void good() {
    run();
  }

  /** A run that must succeed. */
  void run(String... options) {
    List<String> command = new ArrayList<>(List.of("run"));
    command.addAll(List.of(options));
    user.types(command.toArray(String[]::new)).succeeds();
  }

  /** Has a new process, or a new engine in this one, finish or undo what is unfinished. */
  List<JsonNode> resume() {
    Answer answer = user.types("resume", "--output", "json");
    List<JsonNode> models = new ArrayList<>();
    answer.json().path("models").forEach(models::add);
    return models;
  }

  /** Changes the query of both models, not what it means. */
  void changeModels(String config) {
    edition = edition.equals("a") ? "b" : "a";
    writeModels(config);
  }

  /** Takes the last change back. */
  void changeBack() {
    changeModels("");
  }

  private void writeModels(String config) {
    user.file("models/totals.sql", totalsModel(config, "events"));
    user.file(
        "models/copies.sql",
        """
        {{ config(materialized='streaming_table', checkpoint='500 ms', with={
          'sink.delivery-guarantee': 'exactly-once', 'properties.transaction.timeout.ms': '900000'}%s) }}
        SELECT seq, k, v, '%s' AS edition FROM {{ ref('events') }}
        """
            .formatted(config, edition));
  }

  private String totalsModel(String config, String source) {
    return """
    {{ config(materialized='streaming_table', primary_key=['k'], checkpoint='500 ms'%s) }}
    SELECT k, COUNT(*) AS n, SUM(v) AS s, MAX(seq) AS last_seq, '%s' AS edition
    FROM {{ ref('%s') }}
    GROUP BY k
    """
        .formatted(config, edition, source);
  }

  private static String eventsModel() {
    return """
    {{ config(materialized='streaming_source', with={'scan.startup.mode': 'earliest-offset'}) }}
    seq BIGINT,
    k INT,
    v BIGINT
    """;
  }

  /** Adds a model that was never deployed. */
  void newExtra() {
    newExtra("");
  }

  void newExtra(String config) {
    extra++;
    user.file("models/" + extra() + ".sql", totalsModel(config, "events"));
  }

  String extra() {
    return EXTRA + extra;
  }

  /** Stops it and forgets it. */
  void dropExtra() {
    user.types("stop", "--select", extra()).succeeds();
    forgetExtra();
  }

  void forgetExtra() {
    try {
      Files.deleteIfExists(user.project().resolve("models/" + extra() + ".sql"));
      Files.deleteIfExists(user.project().resolve("models/own_" + extra + ".sql"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The job that the ledger says is a model's. */
  JobId job(String model) {
    Deployment deployment = ledger().deploymentOf("model.chaos." + model).orElseThrow();
    return ledger().attempt(deployment.key(), deployment.attempt().orElseThrow()).job();
  }

  /** Somebody cancels a job behind our back. */
  void cancel(String model) {
    JobId job = job(model);
    connector().jobs().cancel(job);
    await(
        "job " + job + " to end",
        () -> connector().jobs().job(job).filter(found -> !found.state().isTerminal()).isEmpty());
  }

  /** The job that is just being started takes a checkpoint and can write no other. */
  void spoilCheckpoints(String deployment) {
    JobId job = ledger().attempts(deployment).getFirst().job();
    await("a checkpoint of " + job, () -> completed(job) > 0);
    Path folder = data().resolve("checkpoints").resolve(job.hex());
    long next = connector().jobs().newestRetainedCheckpoint(job).orElseThrow().id() + 1;
    try {
      for (long id = next; id < next + SPOILT; id++) {
        // One that is under way may have come first.
        Path place = folder.resolve("chk-" + id);
        if (!Files.exists(place)) {
          Files.createFile(place);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long completed(JobId job) {
    return connector().jobs().checkpoints(job).map(CheckpointReport::completed).orElse(0L);
  }

  /** No savepoint can be written. */
  void spoilSavepoints() {
    Path folder = data().resolve("savepoints");
    try {
      Files.move(folder, folder.resolveSibling("savepoints.aside"));
      Files.createFile(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void mendSavepoints() {
    Path folder = data().resolve("savepoints");
    try {
      Files.delete(folder);
      Files.move(folder.resolveSibling("savepoints.aside"), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The newest checkpoint of a job that has ended cannot be read. */
  void spoilNewestState(String model) {
    String path = connector().jobs().newestRetainedCheckpoint(job(model)).orElseThrow().path();
    Path metadata = Path.of(path.substring("file:".length())).resolve("_metadata");
    try {
      byte[] whole = Files.readAllBytes(metadata);
      spoilt.put(metadata, whole);
      Files.write(metadata, java.util.Arrays.copyOf(whole, 16));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void mendState() {
    spoilt.forEach(
        (file, whole) -> {
          try {
            Files.write(file, whole);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    spoilt.clear();
  }

  private void makeTopic(String name) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
      admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
    } catch (ExecutionException e) {
      // A job that still reads the deleted one may have had the broker make it.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    Instant until = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(until)) {
        throw new AssertionError("waited in vain for " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  @Override
  public void close() {
    engine.close();
    user.close();
  }
}
