package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A table that a job reads or writes.
 *
 * @param name full name, unquoted
 * @param written whether the job writes it
 * @param options its options, placeholders kept, in alphabetical order
 */
public record TableUse(String name, boolean written, Map<String, String> options) {
  public TableUse {
    requireNonNull(name, "name");
    options = Collections.unmodifiableMap(new TreeMap<>(options));
  }
}
