package dev.millrace.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By what ways the state tools reach the storage of a target: {@link Wire#STATE_STORAGE}. Holds for
 * all later calls and replaces what was said before; saying the same again costs nothing.
 *
 * @param options Flink options of file systems, such as {@code s3.endpoint}, with placeholders
 * @param bindings values by placeholder key ({@code secret:NAME}); kept in memory only
 * @param jobManager base URL of the JobManager whose machines are asked to read what this one
 *     cannot; null where nobody else can
 */
public record StateStorageRequest(
    Map<String, String> options, Map<String, String> bindings, @Nullable String jobManager) {
  /** Without values: a credential may be written out in a profile. */
  @Override
  public String toString() {
    return "StateStorageRequest[" + options.keySet() + ", " + jobManager + "]";
  }
}
