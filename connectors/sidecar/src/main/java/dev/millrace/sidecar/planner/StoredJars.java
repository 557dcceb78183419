package dev.millrace.sidecar.planner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.wire.JarNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.table.api.ValidationException;

/**
 * Jars of a project, which statements and plans call by names that are the same on every machine:
 * {@code jars/<digest>/<file>}. Whoever asks has put them there before.
 */
public final class StoredJars {
  /** Names of the jars that a plan needs, at its top; Flink's own plans have no such key. */
  private static final String KEY = "jars";

  private static final ObjectMapper JSON = new ObjectMapper();

  private StoredJars() {}

  /**
   * Where a jar lies.
   *
   * @throws ValidationException when it is not there
   */
  static URI uri(String name) {
    Path file = Path.of(System.getProperty(JarNames.PROPERTY, "")).resolve(name).toAbsolutePath();
    if (!Files.isRegularFile(file)) {
      throw new ValidationException(
          "The jar "
              + file.getFileName()
              + " that this was made with is not on this machine any more; it was kept as "
              + file);
    }
    return file.toUri();
  }

  /** All that were ever kept here. */
  public static List<URI> all() {
    Path folder = Path.of(System.getProperty(JarNames.PROPERTY, "")).resolve(KEY);
    if (System.getProperty(JarNames.PROPERTY) == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files
          .filter(file -> file.toString().endsWith(".jar") && Files.isRegularFile(file))
          .map(Path::toUri)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A statement that names jars by the places where they lie. */
  static String located(String statement) {
    return JarNames.located(statement, StoredJars::uri);
  }

  /**
   * A plan apart from the jars that its functions are in.
   *
   * @param plan as Flink reads it
   */
  record Needs(String plan, List<URI> jars) {
    Needs {
      jars = List.copyOf(jars);
    }

    /**
     * Of a plan as it is stored.
     *
     * @throws ValidationException when a jar is not there
     */
    static Needs of(String plan) throws JsonProcessingException {
      if (!plan.contains('"' + KEY + '"')) {
        return new Needs(plan, List.of());
      }
      JsonNode tree = JSON.readTree(plan);
      List<URI> jars = new ArrayList<>();
      tree.path(KEY).forEach(name -> jars.add(uri(name.asText())));
      ((ObjectNode) tree).remove(KEY);
      return new Needs(tree.toString(), jars);
    }
  }
}
