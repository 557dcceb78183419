package dev.millrace.sidecar.submit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.runtime.rest.util.RestClientException;

/**
 * Reads what a JobManager said: its errors come as the text of a stack, inside exceptions of the
 * client.
 */
final class ServerCause {
  private static final Pattern CAUSE =
      Pattern.compile(
          "(?m)^(?:<Exception on server side:\\s*)?(?:Caused by: )?"
              + "(?:[a-z_][\\w$]*\\.)+([A-Z][\\w$]*): (.+)$");

  private ServerCause() {}

  /** All messages, the client's and those in the server's text, outermost first. */
  static List<String> messages(Throwable thrown) {
    List<String> messages = new ArrayList<>();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (message == null || message.isBlank()) {
        messages.add(cause.getClass().getSimpleName());
        continue;
      }
      Matcher told = CAUSE.matcher(message);
      boolean stack = message.contains("\n\tat ");
      if (!stack) {
        messages.add(withoutClass(message));
      }
      while (stack && told.find()) {
        messages.add(withoutClass(told.group(2)));
      }
    }
    return messages.stream().map(message -> message.strip().replaceAll("\\s+", " ")).toList();
  }

  /** The deepest message. */
  static String deepest(Throwable thrown) {
    List<String> messages = messages(thrown);
    return messages.get(messages.size() - 1);
  }

  /** Flink writes the class of a cause before its message, once per layer. */
  private static String withoutClass(String message) {
    return message.replaceFirst("^(?:(?:[a-z_][\\w$]*\\.)+[A-Z][\\w$]*(?:Exception|Error): )+", "");
  }

  /** Whether the server answered at all. */
  static boolean answered(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof RestClientException) {
        return true;
      }
    }
    return false;
  }
}
