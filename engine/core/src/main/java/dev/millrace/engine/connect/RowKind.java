package dev.millrace.engine.connect;

/** What a row of a changelog does. */
public enum RowKind {
  INSERT("+I"),
  UPDATE_BEFORE("-U"),
  UPDATE_AFTER("+U"),
  DELETE("-D");

  private final String sign;

  RowKind(String sign) {
    this.sign = sign;
  }

  /** Flink's short form, such as {@code +I}. */
  public String sign() {
    return sign;
  }

  /** Whether the row is in the table after this change. */
  public boolean adds() {
    return this == INSERT || this == UPDATE_AFTER;
  }
}
