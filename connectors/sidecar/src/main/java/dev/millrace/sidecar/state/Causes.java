package dev.millrace.sidecar.state;

/** What failures say. */
final class Causes {
  private Causes() {}

  /** The first line of its message, or its kind where it has none. */
  static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
