package dev.millrace.it.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import dev.millrace.it.CommandLineUser.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that types commands at once when it is told: {@code MICROSECONDS COMMAND...}, which it
 * begins so much later. It answers with what became of the models, or with the code of the first
 * problem.
 */
final class CommandUser {
  private CommandUser() {}

  /**
   * @param arguments the folder of the user
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    CommandLineUser user = CommandLineUser.in(Path.of(arguments[0]));
    String ledger = System.getenv("LEDGER");
    if (ledger != null) {
      user.environment("DBT_ENV_SECRET_LEDGER", ledger);
    }
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        List<String> words = List.of(line.split(" "));
        TimeUnit.MICROSECONDS.sleep(Long.parseLong(words.getFirst()));
        System.out.println(said(user.types(words.subList(1, words.size()).toArray(String[]::new))));
      }
    }
  }

  private static String said(Answer answer) {
    for (String line : answer.err().lines().toList()) {
      if (line.startsWith("error ")) {
        return line.split(" ")[1];
      }
    }
    if (answer.out().isBlank()) {
      return "exit " + answer.exit();
    }
    StringBuilder outcomes = new StringBuilder();
    for (JsonNode model : answer.json().path("models")) {
      outcomes.append(outcomes.isEmpty() ? "" : ",").append(model.path("outcome").asText());
    }
    return outcomes.isEmpty() ? "nothing" : outcomes.toString();
  }
}
