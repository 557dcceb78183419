package dev.millrace.cli.demo;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.query.Snapshot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares running totals with an uninterrupted computation over the same orders.
 *
 * <p>The totals say how far in the log of orders they have come (first and last position), so the
 * same stretch of the log can be added up here, without any state, and must give the same numbers.
 * A job that had started empty, or had read an order twice or not at all, would differ.
 *
 * @param customers customers compared
 * @param orders orders the totals count
 * @param differences one sentence for each customer whose totals differ
 */
record TotalsProof(int customers, long orders, List<String> differences) {
  TotalsProof {
    differences = List.copyOf(differences);
  }

  /** Whether there was something to compare and all of it is equal. */
  boolean equal() {
    return customers > 0 && differences.isEmpty();
  }

  /**
   * @param totals {@code customer_id, orders, revenue, first_offset, last_offset}
   * @param log {@code customer_id, amount, log_offset}
   */
  static TotalsProof compare(Snapshot totals, Snapshot log) {
    Reader total = new Reader(totals.columns());
    long start =
        totals.rows().stream()
            .mapToLong(row -> total.number(row, "first_offset"))
            .min()
            .orElse(Long.MAX_VALUE);
    Map<Long, List<Order>> byCustomer = orders(log, start);
    List<String> differences = new ArrayList<>();
    long counted = 0;
    for (List<@Nullable Object> row : totals.rows()) {
      long customer = total.number(row, "customer_id");
      long last = total.number(row, "last_offset");
      long count = 0;
      BigDecimal revenue = BigDecimal.ZERO;
      for (Order order : byCustomer.getOrDefault(customer, List.of())) {
        if (order.offset() <= last) {
          count++;
          revenue = revenue.add(order.amount());
        }
      }
      long claimed = total.number(row, "orders");
      BigDecimal claimedRevenue = total.decimal(row, "revenue");
      counted += claimed;
      if (claimed != count || claimedRevenue.compareTo(revenue) != 0) {
        differences.add(
            "customer %d: the job says %d orders and %s, the log says %d and %s"
                .formatted(customer, claimed, claimedRevenue, count, revenue));
      }
    }
    return new TotalsProof(totals.rows().size(), counted, differences);
  }

  private static Map<Long, List<Order>> orders(Snapshot log, long start) {
    Reader order = new Reader(log.columns());
    Map<Long, List<Order>> byCustomer = new HashMap<>();
    for (List<@Nullable Object> row : log.rows()) {
      long offset = order.number(row, "log_offset");
      BigDecimal amount = order.decimal(row, "amount");
      // What the staging view leaves out, this leaves out.
      if (offset >= start && amount.signum() > 0) {
        byCustomer
            .computeIfAbsent(order.number(row, "customer_id"), key -> new ArrayList<>())
            .add(new Order(offset, amount));
      }
    }
    return byCustomer;
  }

  private record Order(long offset, BigDecimal amount) {}

  /** Finds values by column name. */
  private static final class Reader {
    private final Map<String, Integer> positions = new HashMap<>();

    Reader(List<Column> columns) {
      for (int position = 0; position < columns.size(); position++) {
        positions.put(columns.get(position).name(), position);
      }
    }

    long number(List<@Nullable Object> row, String column) {
      return decimal(row, column).longValueExact();
    }

    BigDecimal decimal(List<@Nullable Object> row, String column) {
      Integer position = positions.get(column);
      Object value = position == null ? null : row.get(position);
      if (value == null) {
        throw new IllegalArgumentException("the column " + column + " has no value");
      }
      return new BigDecimal(value.toString());
    }
  }
}
