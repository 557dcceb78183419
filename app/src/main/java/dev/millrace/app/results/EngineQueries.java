package dev.millrace.app.results;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.project.EngineLease;
import dev.millrace.app.project.OpenProject;
import dev.millrace.engine.Engine;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.query.LiveQuery;
import dev.millrace.engine.query.Snapshot;
import dev.millrace.engine.query.SnapshotQuery;
import dev.millrace.engine.query.SnapshotWatcher;
import java.util.List;
import java.util.OptionalInt;

/** Queries through the engine of the open project; the local cluster is started when needed. */
public final class EngineQueries implements Queries {
  private static final SnapshotQuery.Settings SETTINGS =
      SnapshotQuery.Settings.DEFAULT.withLimit(OptionalInt.of(PaneModel.CAPACITY));

  private final OpenProject project;

  public EngineQueries(OpenProject project) {
    this.project = requireNonNull(project, "project");
  }

  @Override
  public Snapshot snapshot(Subject subject, SnapshotWatcher watcher, Steps steps) {
    try (EngineLease lease = lease()) {
      Engine engine = lease.engine();
      return switch (subject) {
        case Subject.Model model -> {
          reach(engine, steps);
          yield engine.snapshot(model.uniqueId(), SETTINGS, watcher);
        }
        case Subject.Query query -> {
          // What is wrong with the text is told before anything is started.
          var compiled = engine.compile(query.source());
          reach(engine, steps);
          yield engine.snapshot(compiled, SETTINGS, watcher);
        }
      };
    }
  }

  @Override
  public Live live(Subject subject, Steps steps) {
    EngineLease lease = lease();
    try {
      Engine engine = lease.engine();
      return switch (subject) {
        case Subject.Model model -> {
          reach(engine, steps);
          List<String> key =
              engine
                  .analyzed()
                  .node(model.uniqueId())
                  .analysis()
                  .map(RelationAnalysis::primaryKey)
                  .orElse(List.of());
          yield new Live(
              engine.live(model.uniqueId(), LiveQuery.Settings.DEFAULT), key, lease::close);
        }
        case Subject.Query query -> {
          var compiled = engine.compile(query.source());
          reach(engine, steps);
          yield new Live(
              engine.live(compiled, LiveQuery.Settings.DEFAULT), List.of(), lease::close);
        }
      };
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  private static void reach(Engine engine, Steps steps) {
    var unused = engine.startLocal(steps::says, event -> {});
    steps.submits();
  }

  private EngineLease lease() {
    if (project.restricted()) {
      throw new MillraceException(
          Problem.error(ProblemCode.USAGE, "This folder is not trusted, so no query is run")
              .remedy("Open it again and trust it"));
    }
    return project
        .lease()
        .orElseThrow(
            () ->
                new MillraceException(
                    Problem.error(ProblemCode.USAGE, "The project could not be read")
                        .remedy("Mend its dbt_project.yml and run the query again")));
  }
}
