package dev.millrace.engine.project;

/** Reads a project folder. Stateless and thread-safe. */
public final class ProjectLoader {
  /**
   * Loads a project for one target, without network and without a cluster. Faults inside files are
   * collected in {@link Project#problems()} and as much as possible is loaded beside them.
   *
   * @throws dev.millrace.engine.problem.MillraceException PROJECT_NOT_FOUND when there is no {@code
   *     dbt_project.yml}
   */
  public Project load(LoadRequest request) {
    throw new UnsupportedOperationException("follows in the next commits");
  }
}
