package dev.millrace.jinja.values;

/** Python's {@code None}. */
public enum None {
  NONE;

  @Override
  public String toString() {
    return "None";
  }
}
