package dev.millrace.engine.plan;

import dev.millrace.engine.compile.AnalyzedNode;
import dev.millrace.engine.ledger.Setting;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.ForeignConfigs;
import dev.millrace.engine.project.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * The Flink options of a job that several models share: each option is the job's, so what one model
 * says holds for all, and no two may say different things.
 */
final class GroupSettings {
  private GroupSettings() {}

  /**
   * The settings in alphabetical order.
   *
   * @param pinned maximum parallelism of the first deployment; empty when there was none
   * @throws MillraceException CONFIG_INVALID
   */
  static List<Setting> of(ProjectJob job, OptionalInt pinned) {
    Map<Node, Map<String, Setting>> said = new LinkedHashMap<>();
    Set<String> options = new TreeSet<>();
    for (AnalyzedNode model : job.models()) {
      Map<String, Setting> own = new LinkedHashMap<>();
      JobSettings.of(ForeignConfigs.translated(model.node().config()), pinned)
          .forEach(setting -> own.put(setting.option(), setting));
      said.put(model.node(), own);
      options.addAll(own.keySet());
    }
    return options.stream().flatMap(option -> decide(option, said).stream()).toList();
  }

  private static Optional<Setting> decide(String option, Map<Node, Map<String, Setting>> said) {
    Node speaker = null;
    Optional<Setting> decided = Optional.empty();
    for (Map.Entry<Node, Map<String, Setting>> model : said.entrySet()) {
      Optional<Setting> own = Optional.ofNullable(model.getValue().get(option));
      if (!speaks(option, own)) {
        continue;
      }
      if (speaker != null && !value(own).equals(value(decided))) {
        throw disagreement(option, speaker, decided, model.getKey(), own);
      }
      speaker = model.getKey();
      decided = own;
    }
    return speaker == null
        ? said.values().stream()
            .flatMap(own -> Optional.ofNullable(own.get(option)).stream())
            .findFirst()
        : decided;
  }

  /** Whether a model says something about an option: that it takes no checkpoints is a word too. */
  private static boolean speaks(String option, Optional<Setting> own) {
    return own.map(setting -> !setting.usesDefault())
        .orElse(option.equals(JobSettings.CHECKPOINT_INTERVAL));
  }

  private static Optional<String> value(Optional<Setting> setting) {
    return setting.map(Setting::value);
  }

  private static MillraceException disagreement(
      String option, Node one, Optional<Setting> first, Node other, Optional<Setting> second) {
    List<String> words = new ArrayList<>();
    words.add(value(first).orElse("none") + " in " + one.name());
    words.add(value(second).orElse("none") + " in " + other.name());
    return new MillraceException(
        Problem.error(
                ProblemCode.CONFIG_INVALID,
                "The models of job `"
                    + one.config().text(ProjectJobs.JOB).orElse("")
                    + "` disagree about `"
                    + option
                    + "`: "
                    + String.join(", ", words))
            .at(SourcePosition.of(other.path()))
            .remedy("Say the same in both, or set it once for their folder in dbt_project.yml"));
  }
}
