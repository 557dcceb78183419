package dev.millrace.engine.project;

/** What becomes of a model. */
public enum Materialization {
  /** A view: no job of its own, inlined where it is used. */
  VIEW("view"),
  /** A table kept up to date by a long-running job. */
  STREAMING_TABLE("streaming_table"),
  /** A table that something else fills; the model's body is its column list. */
  STREAMING_SOURCE("streaming_source"),
  /** No relation: inlined as a common table expression. */
  EPHEMERAL("ephemeral"),
  /** A user-defined function from a jar; queries call {@code ref()} of it. */
  FUNCTION("function");

  private final String dbtName;

  Materialization(String dbtName) {
    this.dbtName = dbtName;
  }

  /** The value of the config {@code materialized}. */
  public String dbtName() {
    return dbtName;
  }
}
