package dev.millrace.engine.project.context;

import dev.millrace.jinja.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a template's calls do to the node it belongs to; loading and compiling differ in it. */
public interface NodeActions {
  /**
   * {@code ref()}.
   *
   * @param version of the model; empty for its latest one
   * @throws dev.millrace.engine.problem.MillraceException REFERENCE_UNKNOWN
   */
  Object ref(
      Optional<String> packageName, String name, Optional<String> version, Position position);

  /**
   * {@code source()}.
   *
   * @throws dev.millrace.engine.problem.MillraceException REFERENCE_UNKNOWN
   */
  Object source(String source, String table, Position position);

  /** {@code config(...)}. */
  void configure(Map<String, Object> values, Position position);

  /** {@code config.get(key)}: null when the key is not set. */
  @Nullable Object configured(String key);

  /**
   * Columns of a relation of the project, as far as its files tell them.
   *
   * @param relation its name as {@link dev.millrace.engine.connect.RelationName} prints it
   */
  default Optional<List<AdapterDialect.CatalogColumn>> columns(String relation) {
    return Optional.empty();
  }

  /** {@code exceptions.warn(...)}. */
  void warn(String message, Position position);
}
