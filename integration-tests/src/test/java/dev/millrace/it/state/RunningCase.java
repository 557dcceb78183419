package dev.millrace.it.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.it.state.Models.Role;
import dev.millrace.it.state.StateCase.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A case and how far it has come. */
final class RunningCase {
  private static final Judgement NONE = new Judgement(Judgement.Verdict.KEPT, false, "");

  private final StateCase of;
  private final Models models;
  private final Map<String, Long> written = new LinkedHashMap<>();
  private final Map<String, Integer> marks = new LinkedHashMap<>();
  private Judgement judgement = NONE;
  private @Nullable CaseResult result;

  RunningCase(StateCase of, Models models) {
    this.of = requireNonNull(of, "of");
    this.models = requireNonNull(models, "models");
  }

  StateCase of() {
    return of;
  }

  Models models() {
    return models;
  }

  /** Gives the case its result unless it has one. */
  void ends(Truth truth, String detail) {
    if (result == null) {
      result = new CaseResult(of, judgement, truth, detail.strip());
    }
  }

  boolean goesOn() {
    return result == null;
  }

  /** Once it has ended. */
  CaseResult result() {
    return requireNonNull(result);
  }

  /** What was said before anything was stopped. */
  Judgement judgement() {
    return judgement;
  }

  void judged(Judgement judgement) {
    this.judgement = requireNonNull(judgement, "judgement");
  }

  void wrote(String topic, int rows) {
    written.merge(topic, (long) rows, Long::sum);
  }

  /** Rows by topic. */
  Map<String, Long> written() {
    return written;
  }

  /** Remembers how many changes a model had written at the switch. */
  void mark(String model, int changes) {
    marks.put(model, changes);
  }

  /** Changes of a model before the switch; 0 when nobody looked. */
  int mark(String model) {
    return marks.getOrDefault(model, 0);
  }

  List<Role> references() {
    return of.switched().isEmpty()
        ? List.of(Role.UNINTERRUPTED, Role.FRESH)
        : List.of(Role.UNINTERRUPTED, Role.FRESH, Role.SWITCHED);
  }

  /** Queries of the jobs in this role, after the change. */
  Map<String, String> queries(Role role) {
    return role == Role.SWITCHED ? of.switched() : of.after();
  }

  List<String> jobs(Role role) {
    return queries(role).keySet().stream().map(name -> models.model(role, name)).toList();
  }

  List<String> jobsOfReferences() {
    return references().stream().flatMap(role -> jobs(role).stream()).toList();
  }

  /** Models whose queries are changed, as they were. */
  List<String> testedBefore() {
    return tested(of.before());
  }

  /** The same as they are after the change. */
  List<String> testedAfter() {
    return tested(of.after());
  }

  private List<String> tested(Map<String, String> queries) {
    return queries.keySet().stream().map(name -> models.model(Role.TESTED, name)).toList();
  }

  /** What the user of the case chooses, as options of a command. */
  List<String> choices() {
    List<String> options = new ArrayList<>();
    of.choices()
        .forEach(
            (column, choice) -> {
              int end = column.indexOf('.');
              String chosen = column.substring(end + 1);
              boolean isFunction = of.functions().stream().anyMatch(f -> f.name().equals(chosen));
              options.add("--choose");
              options.add(
                  models.model(Role.TESTED, column.substring(0, end))
                      + "."
                      + (isFunction ? models.function(Role.TESTED, chosen) : chosen)
                      + "="
                      + choice);
            });
    options.addAll(ways());
    return options;
  }

  /** What is chosen for the whole state, as options of a command. */
  List<String> ways() {
    return of.way().stream()
        .flatMap(
            way ->
                testedAfter().stream().flatMap(model -> Stream.of("--choose", model + "=" + way)))
        .toList();
  }

  /** Otherwise only where the plan needs no permission. */
  boolean isComparedAnyway() {
    return !of.policy().equals(Set.of(Policy.NOTHING));
  }
}
