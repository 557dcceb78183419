package dev.millrace.engine.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Plans compiled by Flink 2.3.0 from the queries in {@code plans/queries.tsv}, all in one JVM, so
 * that their counters differ.
 */
public final class Plans {
  private Plans() {}

  public static String plan(String name) {
    try (InputStream stream =
        Objects.requireNonNull(Plans.class.getResourceAsStream("/plans/" + name + ".json"), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
