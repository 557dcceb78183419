package dev.millrace.app.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.Project;
import java.util.List;

/** What the window knows of the project's folder. */
public sealed interface ProjectState {
  /** What is wrong in the project's files, as far as it is known. */
  default List<Problem> problems() {
    return switch (this) {
      case Opening opening -> List.of();
      case Ready ready -> ready.project().problems();
      case Failed failed -> failed.problems();
    };
  }

  /** It is being read for the first time. */
  record Opening() implements ProjectState {}

  /**
   * It was read. Faults in its files are in {@link Project#problems()}.
   *
   * @param generation counts how often the folder was read; a newer one has a higher number
   */
  record Ready(Project project, long generation) implements ProjectState {
    public Ready {
      requireNonNull(project, "project");
    }
  }

  /** It cannot be read at all, for example since it is no project. */
  record Failed(List<Problem> problems) implements ProjectState {
    public Failed {
      problems = List.copyOf(problems);
    }
  }
}
