package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.SourcePosition;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A unit test of a model, as dbt's {@code unit_tests} YAML has it.
 *
 * @param uniqueId {@code unit_test.package.model.name}
 * @param model unique id of the tested model
 * @param given by unique id of the input, in YAML order
 * @param expect rows in YAML order; columns absent from all of them are not compared
 */
public record UnitTest(
    String uniqueId,
    String name,
    String model,
    String description,
    SourcePosition position,
    Map<String, List<Map<String, @Nullable Object>>> given,
    List<Map<String, @Nullable Object>> expect,
    Map<String, Object> overrideVariables) {
  public UnitTest {
    requireNonNull(uniqueId, "uniqueId");
    requireNonNull(name, "name");
    requireNonNull(model, "model");
    requireNonNull(description, "description");
    requireNonNull(position, "position");
    given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
    expect = List.copyOf(expect);
    overrideVariables = Map.copyOf(overrideVariables);
  }
}
