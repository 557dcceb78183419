package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What makes a data test a generic one: the macro that implements it and its arguments.
 *
 * @param name of the test, without {@code test_}
 * @param namespace the package it is looked up in, when it is named
 * @param arguments as they stand in the YAML, not rendered, with {@code model}
 * @param column the column it stands under
 * @param fileKeyName where it stands, such as {@code models.orders}
 */
public record GenericTest(
    String name,
    Optional<String> namespace,
    Map<String, @Nullable Object> arguments,
    Optional<String> column,
    String fileKeyName) {
  public GenericTest {
    requireNonNull(name, "name");
    requireNonNull(namespace, "namespace");
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    requireNonNull(column, "column");
    requireNonNull(fileKeyName, "fileKeyName");
  }
}
