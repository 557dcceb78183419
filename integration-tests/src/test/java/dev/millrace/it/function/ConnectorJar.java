package dev.millrace.it.function;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** A connector of somebody's own, {@code rows-in-file}: a table that is asked by key. */
public final class ConnectorJar {
  private static final String SOURCE = "/connector/RowsInFile.java";

  private ConnectorJar() {}

  /** Builds it where a project has its jars. */
  public static void build(Path jar) {
    JarBuild.build(
        jar,
        Map.of("example.RowsInFile", source()),
        Map.of("META-INF/services/org.apache.flink.table.factories.Factory", "example.RowsInFile"));
  }

  /** The source of its one class. */
  static String source() {
    try (InputStream in =
        Objects.requireNonNull(ConnectorJar.class.getResourceAsStream(SOURCE), SOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
