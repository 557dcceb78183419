package dev.millrace.engine.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Flink's built-in functions and the keywords a query is made of. Immutable. */
final class FlinkWords {
  private final Map<String, Function> functions;
  private final List<String> keywords;

  /**
   * A built-in function.
   *
   * @param signature such as {@code SUBSTRING(text FROM start FOR length)}
   * @param about one sentence
   */
  record Function(String name, String signature, String about) {}

  private FlinkWords(Map<String, Function> functions, List<String> keywords) {
    this.functions = Collections.unmodifiableMap(functions);
    this.keywords = List.copyOf(keywords);
  }

  /** Reads the lists that come with Millrace. */
  static FlinkWords load() {
    Map<String, Function> functions = new LinkedHashMap<>();
    for (String line : lines("functions.txt")) {
      int bar = line.indexOf('|');
      String signature = line.substring(0, bar).strip();
      int bracket = signature.indexOf('(');
      String name = bracket < 0 ? signature : signature.substring(0, bracket);
      functions.putIfAbsent(name, new Function(name, signature, line.substring(bar + 1).strip()));
    }
    List<String> keywords = new ArrayList<>();
    lines("keywords.txt").forEach(line -> keywords.addAll(List.of(line.split(" "))));
    return new FlinkWords(functions, keywords);
  }

  private static List<String> lines(String file) {
    try (InputStream stream = FlinkWords.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("the installation lacks " + file);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Iterable<Function> functions() {
    return functions.values();
  }

  Optional<Function> function(String name) {
    return Optional.ofNullable(functions.get(name.toUpperCase(Locale.ROOT)));
  }

  List<String> keywords() {
    return keywords;
  }
}
