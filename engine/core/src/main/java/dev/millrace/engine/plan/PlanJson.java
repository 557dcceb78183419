package dev.millrace.engine.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.ledger.JobOutput;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.state.CarriedStates;
import dev.millrace.engine.state.Choices;
import dev.millrace.engine.state.KafkaPositions;
import dev.millrace.engine.state.StateVerdict;
import java.util.List;
import java.util.Locale;

/** A plan for programs. */
public final class PlanJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PlanJson() {}

  /** One JSON object on one line. */
  public static String of(Plan plan) {
    return tree(plan).toString();
  }

  /** The same as a tree, to be put into a larger answer. */
  public static ObjectNode tree(Plan plan) {
    ObjectNode root = JSON.createObjectNode();
    root.put("plan", plan.hash());
    root.put("project", plan.project());
    root.put("target", plan.target());
    root.put("flink_version", plan.flinkVersion().orElse(null));
    root.put("git_commit", plan.gitCommit().orElse(null));
    root.put("created_at", plan.createdAt().toString());
    ArrayNode models = root.putArray("models");
    plan.models().forEach(model -> models.add(model(model)));
    ArrayNode definitions = root.putArray("definitions");
    for (Definition definition : plan.definitions()) {
      definitions
          .addObject()
          .put("unique_id", definition.uniqueId())
          .put("materialized", definition.materialization().dbtName())
          .put("relation", definition.relation().toString())
          .put("standing", lower(definition.standing()))
          .set("readers", texts(definition.readers()));
    }
    ArrayNode limits = root.putArray("limits");
    plan.limits().forEach(limits::add);
    return root;
  }

  private static ObjectNode model(PlannedModel model) {
    ObjectNode node = JSON.createObjectNode();
    node.put("unique_id", model.model());
    node.put("name", model.name());
    node.set("models", texts(model.models()));
    node.put("deployment", model.deployment());
    node.put("action", lower(model.action()));
    ArrayNode reasons = node.putArray("reasons");
    model.reasons().forEach(reasons::add);
    node.put("job", model.deployedJob().map(JobId::hex).orElse(null));
    node.put("job_state", model.observed().map(job -> job.state().name()).orElse(null));
    model.desired().ifPresent(spec -> spec(spec, node));
    ArrayNode changes = node.putArray("changes");
    for (Change change : model.changes()) {
      changes
          .addObject()
          .put("kind", lower(change.kind()))
          .put("model", change.model().isEmpty() ? null : change.model())
          .put("subject", change.subject())
          .put("line", change.line())
          .put("before", change.before().orElse(null))
          .put("after", change.after().orElse(null));
    }
    ArrayNode operators = node.putArray("state");
    for (OperatorOutlook operator : model.operators()) {
      StateVerdict verdict = operator.verdict();
      ObjectNode entry = operators.addObject();
      entry.put("outlook", lower(operator.outlook()));
      entry.put("verdict", lower(verdict.kind()));
      entry.put("refused", verdict.refused());
      entry.put("role", lower(operator.role()));
      entry.put("operator", operator.operator());
      entry.put("reason", operator.reason());
      verdict.bytes().ifPresent(bytes -> entry.put("bytes", bytes));
      entry.put("evidence", verdict.evidence());
      entry.set("models", texts(operator.models()));
      ArrayNode lines = entry.putArray("lines");
      operator.lines().forEach(lines::add);
      operator.uid().ifPresent(uid -> entry.put("uid", uid));
      ArrayNode positions = entry.putArray("positions");
      for (KafkaPositions.Finding finding : operator.positions()) {
        positions
            .addObject()
            .put("topic", finding.topic())
            .put("verdict", lower(finding.kind()))
            .put("partitions", finding.partitions())
            .put("refused", finding.refused())
            .put("sentence", finding.sentence());
      }
    }
    node.put("needs_permission", model.permission().needed());
    ArrayNode policy = node.putArray("policy");
    for (PolicyRuling ruling : model.permission().rulings()) {
      policy
          .addObject()
          .put("verdict", lower(ruling.verdict()))
          .put("decision", ruling.decision().written())
          .put("place", ruling.place().toString())
          .set("operators", texts(ruling.operators()));
    }
    ArrayNode decisions = node.putArray("decisions");
    for (CarriedStates.Decision decision : model.decisions()) {
      ObjectNode entry = decisions.addObject();
      entry.put("model", decision.model().orElse(null));
      entry.put("column", decision.column());
      entry.put("sentence", decision.column() + " " + decision.words());
      entry.set(
          "choices", texts(decision.choices().stream().map(Choices.Choice::written).toList()));
    }
    node.put("way", model.way().written());
    ArrayNode ways = node.putArray("ways");
    for (WayOffer offer : model.ways()) {
      ways.addObject()
          .put("way", offer.way().written())
          .put("possible", offer.isPossible())
          .put("keeps", offer.keeps())
          .put("loses", offer.loses())
          .put("refusal", offer.refusal().orElse(null));
    }
    ArrayNode notes = node.putArray("notes");
    model.notes().forEach(notes::add);
    node.set("upstream", texts(model.upstream()));
    consequences(model.consequences(), node);
    return node;
  }

  private static void consequences(Consequences consequences, ObjectNode node) {
    ArrayNode output = node.putArray("output");
    for (OutputChange change : consequences.output()) {
      ObjectNode entry = output.addObject();
      entry.put("breaking", change.breaking());
      entry.put("subject", change.subject());
      entry.put("sentence", change.sentence());
      ArrayNode readers = entry.putArray("readers");
      for (OutputChange.Reader reader : change.readers()) {
        readers
            .addObject()
            .put("unique_id", reader.uniqueId())
            .put("action", reader.action().map(PlanJson::lower).orElse(null));
      }
    }
    ArrayNode losses = node.putArray("losses");
    for (Loss loss : consequences.losses()) {
      ObjectNode entry = losses.addObject();
      entry.put("what", lower(loss.what()));
      entry.put("subject", loss.subject());
      entry.put("sentence", loss.sentence());
      loss.bytes().ifPresent(bytes -> entry.put("bytes", bytes));
    }
    ArrayNode topics = node.putArray("topics");
    for (TopicOutlook topic : consequences.topics()) {
      ObjectNode entry = topics.addObject();
      entry.put("name", topic.name());
      entry.put("standing", lower(topic.standing()));
      entry.put("own", topic.own());
      topic.records().ifPresent(records -> entry.put("records", records));
    }
  }

  private static ArrayNode texts(List<String> values) {
    ArrayNode array = JSON.createArrayNode();
    values.forEach(array::add);
    return array;
  }

  private static void spec(JobSpec spec, ObjectNode node) {
    JobOutput first = spec.outputs().getFirst();
    node.put("relation", first.relation().toString());
    node.put("path", first.path());
    node.put("job_name", spec.jobName());
    node.put("query_fingerprint", spec.queryFingerprint());
    node.set("primary_key", texts(first.primaryKey()));
    ArrayNode outputs = node.putArray("outputs");
    for (JobOutput output : spec.outputs()) {
      outputs
          .addObject()
          .put("unique_id", output.model())
          .put("relation", output.relation().toString())
          .put("path", output.path())
          .set("primary_key", texts(output.primaryKey()));
    }
    ArrayNode settings = node.putArray("settings");
    spec.settings()
        .forEach(
            setting ->
                settings
                    .addObject()
                    .put("option", setting.option())
                    .put("value", setting.value())
                    .put("origin", setting.origin())
                    .put("applies", lower(SettingEffect.of(setting))));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
