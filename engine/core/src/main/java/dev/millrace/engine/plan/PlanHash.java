package dev.millrace.engine.plan;

import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Setting;
import dev.millrace.engine.ledger.TableUse;
import dev.millrace.engine.state.OperatorUid;
import dev.millrace.engine.state.Way;
import java.util.ArrayList;
import java.util.List;

/**
 * What a plan does, in sixteen digits. Times, sizes and progress are left out: a plan is not stale
 * because a checkpoint was taken, nor because a broker that was silent speaks now; where a topic
 * matters, it changes the action.
 */
final class PlanHash {
  private static final int DIGITS = 16;

  private PlanHash() {}

  static String of(List<PlannedModel> models) {
    List<String> parts = new ArrayList<>();
    for (PlannedModel model : models) {
      parts.add(model.model());
      parts.add(model.deployment());
      parts.add(model.action().name());
      parts.add(model.deployedSpec().map(String::valueOf).orElse(""));
      parts.add(model.deployedJob().map(JobId::hex).orElse(""));
      if (model.way() != Way.CARRY) {
        parts.add(model.way().name());
      }
      model
          .operators()
          .forEach(
              operator ->
                  parts.add(
                      operator.outlook().name() + operator.verdict().kind() + operator.operator()));
      model
          .consequences()
          .output()
          .forEach(
              change -> {
                parts.add(change.breaking() + change.subject() + change.sentence());
                change.readers().forEach(reader -> parts.add(reader.toString()));
              });
      model.desired().ifPresent(spec -> addSpec(spec, parts));
    }
    return JobId.derive(parts.toArray(String[]::new)).hex().substring(0, DIGITS);
  }

  private static void addSpec(JobSpec spec, List<String> parts) {
    parts.add(spec.queryFingerprint());
    parts.add(spec.jobName());
    spec.outputs().forEach(output -> parts.add(output.relation().toString()));
    for (Setting setting : spec.settings()) {
      parts.add(setting.option() + "=" + setting.value());
    }
    for (TableUse table : spec.tables()) {
      parts.add(table.toString());
    }
    spec.operators().stream().map(OperatorUid::uid).forEach(parts::add);
  }
}
