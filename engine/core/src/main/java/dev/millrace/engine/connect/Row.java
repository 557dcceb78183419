package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change.
 *
 * @param values in column order: null, Boolean, Integer, Long, BigDecimal, Double, Float, String,
 *     LocalDate, LocalTime, LocalDateTime, Instant (TIMESTAMP_LTZ), byte[], List (ARRAY), Map (MAP
 *     and ROW, the latter by field name)
 */
public record Row(RowKind kind, List<@Nullable Object> values) {
  public Row {
    requireNonNull(kind, "kind");
    values = Collections.unmodifiableList(new ArrayList<@Nullable Object>(values));
  }
}
