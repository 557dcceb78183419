package dev.millrace.it.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.it.state.Models.Role;
import dev.millrace.it.state.StateCase.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The files of cases in the project they share: models, sources and jars of functions. */
final class CaseProject {
  private final Bench bench;

  CaseProject(Bench bench) {
    this.bench = requireNonNull(bench, "bench");
  }

  /** Writes what is there before the change, and the references. */
  void write(RunningCase running) {
    StateCase of = running.of();
    Models models = running.models();
    List<String> topics = new ArrayList<>();
    for (Source source : of.sources()) {
      if (source.lookedUp()) {
        bench.connector();
      } else {
        topics.add(models.topic(Role.TESTED, source.name()));
        topics.add(models.topic(Role.FRESH, source.name()));
      }
      writeSource(running, Role.TESTED, source, false);
      for (Role role : running.references()) {
        writeSource(running, role, source, true);
      }
    }
    bench.topics().create(topics);
    writeFunctions(running);
    writeModels(running, Role.TESTED, of.before(), of.settingsBefore());
    for (Role role : running.references()) {
      writeModels(running, role, running.queries(role), of.settingsAfter());
    }
  }

  /** Makes the change. */
  void change(RunningCase running) {
    StateCase of = running.of();
    Models models = running.models();
    bench.forget(running.testedBefore());
    writeModels(running, Role.TESTED, of.after(), of.settingsAfter());
    if (!of.functions().isEmpty()) {
      bench.jar(models.jar(Role.TESTED), models.sources(Role.TESTED, true));
    }
    of.sources().forEach(source -> writeSource(running, Role.TESTED, source, true));
  }

  void forget(RunningCase running) {
    bench.forget(models(running));
  }

  /** Names of all models of a case, its sources and functions among them. */
  static List<String> models(RunningCase running) {
    StateCase of = running.of();
    Models models = running.models();
    List<String> names = new ArrayList<>(running.testedBefore());
    names.addAll(running.testedAfter());
    of.sources().forEach(each -> names.add(models.source(Role.TESTED, each.name())));
    for (StateCase.Function function : of.functions()) {
      names.add(models.function(Role.TESTED, function.name()));
      names.add(models.function(Role.UNINTERRUPTED, function.name()));
    }
    for (Role role : running.references()) {
      names.addAll(running.jobs(role));
      of.sources().forEach(each -> names.add(models.source(role, each.name())));
    }
    return names;
  }

  private void writeSource(RunningCase running, Role role, Source source, boolean isAfter) {
    Models models = running.models();
    bench.model(models.source(role, source.name()), models.text(role, source, isAfter));
  }

  private void writeFunctions(RunningCase running) {
    List<StateCase.Function> functions = running.of().functions();
    if (functions.isEmpty()) {
      return;
    }
    Models models = running.models();
    for (Role role : List.of(Role.TESTED, Role.UNINTERRUPTED)) {
      bench.jar(models.jar(role), models.sources(role, role != Role.TESTED));
      functions.forEach(
          function ->
              bench.model(models.function(role, function.name()), models.text(role, function)));
    }
  }

  private void writeModels(
      RunningCase running, Role role, Map<String, String> queries, Map<String, Object> settings) {
    Models models = running.models();
    queries.forEach(
        (name, query) ->
            bench.model(models.model(role, name), models.text(role, name, query, settings)));
  }
}
