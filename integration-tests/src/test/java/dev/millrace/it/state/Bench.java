package dev.millrace.it.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.connector.flink.local.LocalFolders;
import dev.millrace.connector.flink.local.SidecarProcess;
import dev.millrace.connector.flink.local.SidecarSettings;
import dev.millrace.engine.DataFolders;
import dev.millrace.engine.Engine;
import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.it.CommandLineUser;
import dev.millrace.it.CommandLineUser.Answer;
import dev.millrace.it.function.ConnectorJar;
import dev.millrace.it.function.JarBuild;
import dev.millrace.it.local.ByHand;
import dev.millrace.it.state.StateCase.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** A project that cases share, its cluster and its broker. */
final class Bench implements AutoCloseable {
  private static final String PROJECT = "sc";

  /** No command takes so long; one that does is given up with all that waits for it. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final CommandLineUser user;
  private final Engine engine;
  private final Topics topics;

  private final Map<JobId, String> tooEarly = new HashMap<>();

  private Bench(CommandLineUser user, Engine engine, Topics topics) {
    this.user = user;
    this.engine = engine;
    this.topics = topics;
  }

  static Bench start(Path folder) {
    CommandLineUser user =
        CommandLineUser.in(folder)
            .file(
                "dbt_project.yml",
                "name: " + PROJECT + "\nversion: '1.0'\nprofile: " + PROJECT + "\n")
            .file(
                "profiles.yml",
                PROJECT
                    + ":\n"
                    + "  target: dev\n"
                    + "  outputs:\n"
                    + "    dev:\n"
                    + "      type: flink\n"
                    + "      threads: 4\n")
            // A broker is there for who stores rows.
            .file("models/first.sql", "{{ config(materialized='streaming_source') }}\nid INT\n");
    user.types("local", "start").succeeds();
    String broker = user.asks("local", "status").at("/broker/endpoints/kafka").asText();
    return new Bench(user, user.engine(), new Topics(broker));
  }

  Topics topics() {
    return topics;
  }

  static String uniqueId(String model) {
    return "model." + PROJECT + "." + model;
  }

  static String sinkTopic(String model) {
    return "dev." + PROJECT + "." + model;
  }

  void model(String name, String text) {
    user.file("models/" + name + ".sql", text);
  }

  /**
   * Builds a jar of the project.
   *
   * @param sources by the full name of the class
   */
  void jar(String path, Map<String, String> sources) {
    JarBuild.build(user.project().resolve(path), sources);
  }

  /** Builds the connector of tables that are looked up, if nobody has. */
  void connector() {
    Path jar = user.project().resolve(Models.CONNECTOR);
    if (!Files.exists(jar)) {
      ConnectorJar.build(jar);
    }
  }

  /** Folder of the files of tables that are looked up. */
  Path lookups() {
    return user.project().resolve("lookups");
  }

  /** Adds rows to a table that is looked up; later ones replace earlier ones of their key. */
  void lookUp(String file, List<Row> rows) {
    StringBuilder lines = new StringBuilder();
    for (Row row : rows) {
      lines.append(Topics.json(row.values())).append('\n');
    }
    try {
      Files.createDirectories(lookups());
      Files.writeString(
          lookups().resolve(file), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void forget(Collection<String> models) {
    try {
      for (String model : models) {
        Files.deleteIfExists(user.project().resolve("models/" + model + ".sql"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What is wrong with the texts of the project: problems with {@code file} and {@code message}.
   */
  JsonNode problems() {
    return user.types("parse", "--check", "--output", "json").json().path("problems");
  }

  /** Types a command for these models and waits for its end, however it ends. */
  Answer types(String command, Collection<String> models, String... options) {
    List<String> words = new ArrayList<>(List.of(command, "--select", String.join(" ", models)));
    words.addAll(List.of(options));
    words.addAll(List.of("--output", "json"));
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("command")
        .start(
            () -> {
              try {
                answer.complete(user.types(words.toArray(String[]::new)));
              } catch (RuntimeException | AssertionError e) {
                answer.completeExceptionally(e);
              }
            });
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(command + " did not end in " + PATIENCE, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What an answer says of a model, or of the job it shares; empty when there is none. */
  static Optional<JsonNode> entry(JsonNode answer, String model) {
    for (JsonNode entry : answer.path("models")) {
      if (entry.path("unique_id").asText().equals(uniqueId(model))) {
        return Optional.of(entry);
      }
      for (JsonNode shares : entry.path("models")) {
        if (shares.asText().equals(uniqueId(model))) {
          return Optional.of(entry);
        }
      }
    }
    return Optional.empty();
  }

  /** The job that runs a model now. */
  Optional<JobId> job(String model) {
    return engine
        .ledger()
        .deploymentOf(uniqueId(model))
        .filter(deployment -> deployment.attempt().isPresent())
        .map(Bench.this::job);
  }

  /** What Millrace would start for these models; nothing is started. */
  List<JobSpec> jobs(Collection<String> models) {
    try (Engine now = user.engine()) {
      Set<String> ids = models.stream().map(Bench::uniqueId).collect(Collectors.toSet());
      return now.plan(new PlanOptions(ids, false, false, Optional.empty())).models().stream()
          .map(PlannedModel::desired)
          .flatMap(Optional::stream)
          .toList();
    }
  }

  /** Somebody with a session of the cluster's own. */
  ByHand byHand(List<String> tables) throws Exception {
    Path data =
        DataFolders.of(Map.of(DataFolders.VARIABLE, user.data().toString()))
            .project(engine.project().target().spec().projectKey());
    return new ByHand(
        new SidecarProcess(
                new LocalFolders(data, CommandLineUser.installation()), SidecarSettings.ofProcess())
            .find()
            .orElseThrow(),
        tables);
  }

  Path project() {
    return user.project();
  }

  JobControl cluster() {
    return engine.connector().jobs();
  }

  private JobId job(Deployment deployment) {
    return engine.ledger().attempt(deployment.key(), deployment.attempt().orElseThrow()).job();
  }

  /**
   * Whether a checkpoint of a job was taken after it had read so many records of each topic: then
   * all that they make has been written.
   */
  boolean hasRead(JobId job, Map<String, Long> records) {
    try {
      // A query whose condition is never true reads nothing and is done with that.
      if (cluster().job(job).filter(each -> each.state() == JobState.FINISHED).isPresent()) {
        return true;
      }
      Optional<String> checkpoint =
          cluster()
              .checkpoints(job)
              .flatMap(CheckpointReport::latestCompleted)
              .map(CheckpointReport.Snapshot::path);
      // One that did not hold enough does not do so later.
      if (checkpoint.isEmpty() || checkpoint.get().equals(tooEarly.get(job))) {
        return false;
      }
      if (holds(checkpoint.get(), records)) {
        return true;
      }
      tooEarly.put(job, checkpoint.get());
      return false;
    } catch (MillraceException e) {
      // The checkpoint has made room for its successor, or the job has just been replaced.
      return false;
    }
  }

  private boolean holds(String checkpoint, Map<String, Long> records) {
    boolean reads = false;
    for (StateSnapshot.Operator operator :
        engine.connector().state().read(checkpoint).operators()) {
      for (StateSnapshot.Position position : operator.positions()) {
        reads = true;
        long wanted = records.getOrDefault(position.topic(), 0L);
        // Of a topic without records a source may say -2, the earliest.
        if (wanted > 0 && position.offset() < wanted) {
          return false;
        }
      }
    }
    return reads;
  }

  @Override
  public void close() {
    topics.close();
    engine.close();
    user.close();
  }
}
