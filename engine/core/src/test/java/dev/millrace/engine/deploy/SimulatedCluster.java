package dev.millrace.engine.deploy;

import dev.millrace.engine.connect.Capabilities;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.LocalCluster;
import dev.millrace.engine.connect.MetricSample;
import dev.millrace.engine.connect.MetricsSource;
import dev.millrace.engine.connect.PlannedRelation;
import dev.millrace.engine.connect.RecordTools;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.connect.SqlPlanner;
import dev.millrace.engine.connect.SqlSession;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.connect.Topic;
import dev.millrace.engine.connect.TopicControl;
import dev.millrace.engine.connect.UnitTestRunner;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.state.Plans;
import dev.millrace.engine.trust.Bindings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A target with a simulated Flink, a simulated broker and a planner that looks plans up: the query
 * {@code PLAN agg} compiles to what Flink made of the query of that name.
 */
final class SimulatedCluster implements Connector, SqlPlanner, TopicControl {
  final CrashPoint crash = new CrashPoint();
  final SimulatedFlink flink = new SimulatedFlink(crash);
  final SimulatedState state = new SimulatedState(flink);
  final Map<String, String> topics = new TreeMap<>();
  final Map<String, Integer> partitions = new TreeMap<>();
  final Map<String, Long> records = new TreeMap<>();

  /** Of topics whose offsets matter. */
  final Map<String, List<Offsets>> offsets = new TreeMap<>();

  /** What every task of every job reports. */
  final Map<String, Double> metrics = new TreeMap<>();

  final Map<String, TransactionStanding> transactions = new TreeMap<>();
  Optional<Duration> longestTransaction = Optional.of(Duration.ofHours(24));
  boolean topicsFail;
  boolean describeFails;
  Capabilities.SubmitPath path = Capabilities.SubmitPath.COMPILED_PLAN;
  List<String> limits = List.of();
  String flinkVersion = "2.3.0";

  /** Whether cluster and planner are one process of ours. */
  boolean isLocal;

  /** The INSERTs that were compiled. */
  final List<String> compiled = Collections.synchronizedList(new ArrayList<>());

  UnaryOperator<String> edit = plan -> plan;
  private int topicSerial;

  @Override
  public RecordTools records() {
    throw new UnsupportedOperationException("no records are simulated");
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        path,
        Capabilities.StateStorage.LOCAL,
        Optional.of(flinkVersion),
        flink.ownIds,
        true,
        limits);
  }

  @Override
  public String compile(List<String> setup, List<String> inserts, Map<String, String> settings) {
    return edit.apply(Plans.together(inserts.stream().map(this::plan).toList()));
  }

  private String plan(String insert) {
    compiled.add(insert);
    String plan =
        Plans.plan(insert.substring(insert.indexOf("PLAN ") + 5).lines().findFirst().orElseThrow());
    String table = insert.substring("INSERT INTO ".length(), insert.indexOf('\n'));
    String name = table.substring(table.lastIndexOf('.') + 2, table.length() - 1);
    return plan.replace("`default_catalog`.`default_database`.`sink`", table)
        .replace("\"topic\": \"sink\"", "\"topic\": \"" + name + "\"")
        .replace("\"topic\":\"sink\"", "\"topic\":\"" + name + "\"")
        .replace("\"topic\" : \"sink\"", "\"topic\" : \"" + name + "\"");
  }

  @Override
  public synchronized Map<String, String> ensure(List<Topic> wanted, Bindings bindings) {
    crash.before("topics");
    if (topicsFail) {
      throw new MillraceException(
          Problem.error(ProblemCode.TOPIC_FAILED, "The broker allows no new topics"));
    }
    wanted.forEach(topic -> topics.computeIfAbsent(topic.name(), name -> "topic-" + ++topicSerial));
    crash.after("topics");
    return idsOf(wanted);
  }

  @Override
  public synchronized Map<String, String> ids(List<Topic> wanted, Bindings bindings) {
    if (describeFails) {
      throw new MillraceException(
          Problem.error(ProblemCode.TOPIC_FAILED, "The broker does not answer"));
    }
    return idsOf(wanted);
  }

  private Map<String, String> idsOf(List<Topic> wanted) {
    Map<String, String> ids = new LinkedHashMap<>();
    for (Topic topic : wanted) {
      String id = topics.get(topic.name());
      if (id != null) {
        ids.put(topic.name(), id);
      }
    }
    return ids;
  }

  @Override
  public synchronized Map<String, Description> describe(List<Topic> wanted, Bindings bindings) {
    if (describeFails) {
      throw new MillraceException(
          Problem.error(ProblemCode.TOPIC_FAILED, "The broker does not answer"));
    }
    Map<String, Description> found = new LinkedHashMap<>();
    idsOf(wanted)
        .forEach(
            (name, id) ->
                found.put(
                    name, new Description(id, offsets.getOrDefault(name, plainOffsets(name)))));
    return found;
  }

  /** All records are in the first partition. */
  private List<Offsets> plainOffsets(String topic) {
    List<Offsets> plain = new ArrayList<>();
    for (int i = 0; i < partitions.getOrDefault(topic, 1); i++) {
      plain.add(new Offsets(0, i == 0 ? records.getOrDefault(topic, 0L) : 0));
    }
    return plain;
  }

  @Override
  public synchronized Map<String, String> matching(
      String pattern, Map<String, String> clientProperties, Bindings bindings) {
    Map<String, String> matching = new LinkedHashMap<>(topics);
    matching.keySet().removeIf(name -> !name.matches(pattern));
    return matching;
  }

  @Override
  public synchronized Transactions transactions(
      Map<String, String> clientProperties, Set<String> ids, Bindings bindings) {
    if (describeFails) {
      throw new MillraceException(
          Problem.error(ProblemCode.TOPIC_FAILED, "The broker does not answer"));
    }
    Map<String, TransactionStanding> standings = new LinkedHashMap<>(transactions);
    standings.keySet().retainAll(ids);
    return new Transactions(standings, longestTransaction);
  }

  @Override
  public void delete(List<Topic> unwanted, Bindings bindings) {
    throw new UnsupportedOperationException("no deployment deletes topics");
  }

  @Override
  public List<RelationAnalysis> analyze(List<String> setup, List<PlannedRelation> relations) {
    throw new UnsupportedOperationException("projects come analyzed");
  }

  @Override
  public SqlPlanner planner() {
    return this;
  }

  @Override
  public JobControl jobs() {
    return flink;
  }

  @Override
  public TopicControl topics() {
    return this;
  }

  @Override
  public StateTools state() {
    return state;
  }

  @Override
  public UnitTestRunner unitTests() {
    throw new UnsupportedOperationException("no unit tests here");
  }

  @Override
  public SqlSession openSession(List<String> setup, Bindings bindings) {
    throw new UnsupportedOperationException("no sessions here");
  }

  @Override
  public MetricsSource metrics() {
    return new MetricsSource() {
      @Override
      public Origin origin() {
        return Origin.POLLED;
      }

      @Override
      public List<MetricSample> latest(Set<JobId> jobs, Set<String> names) {
        return metrics.entrySet().stream()
            .filter(metric -> names.contains(metric.getKey()))
            .flatMap(metric -> jobs.stream().map(job -> sample(job, metric)))
            .toList();
      }

      @Override
      public List<MetricSample> history(Set<JobId> jobs, Set<String> names, Instant since) {
        return latest(jobs, names);
      }
    };
  }

  private static MetricSample sample(JobId job, Map.Entry<String, Double> metric) {
    return new MetricSample(
        job, metric.getKey(), "task", Optional.empty(), 0, Instant.EPOCH, metric.getValue());
  }

  @Override
  public Optional<LocalCluster> localCluster() {
    return isLocal ? Optional.of(new SilentLocalCluster()) : Optional.empty();
  }

  @Override
  public DefaultTableOptions defaultTableOptions() {
    return new DefaultTableOptions(Map.of(), Map.of());
  }

  @Override
  public Bindings localBindings() {
    return Bindings.NONE;
  }

  @Override
  public void close() {}
}
