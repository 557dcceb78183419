package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The running totals of the sample, as a reader of its tables sees them, and what they must be.
 *
 * @param byCustomer what the job says
 */
public record Totals(Map<Long, Total> byCustomer) {
  public record Total(long orders, BigDecimal revenue, long first, long last) {}

  public static Totals read(CommandLineUser user, String... options) {
    Map<Long, Total> totals = new TreeMap<>();
    for (JsonNode row : show(user, "customer_totals", options)) {
      totals.put(
          row.get("customer_id").asLong(),
          new Total(
              row.get("orders").asLong(),
              row.get("revenue").decimalValue(),
              row.get("first_offset").asLong(),
              row.get("last_offset").asLong()));
    }
    return new Totals(totals);
  }

  public long orders() {
    return byCustomer.values().stream().mapToLong(Total::orders).sum();
  }

  /** The position in the log up to which orders are counted. */
  public long last() {
    return byCustomer.values().stream().mapToLong(Total::last).max().orElse(-1);
  }

  /** Waits until the totals have come further than this position. */
  public static Totals beyond(long position, CommandLineUser user, String... options) {
    Instant until = Instant.now().plus(Duration.ofSeconds(90));
    Totals totals = read(user, options);
    while (totals.last() <= position) {
      assertThat(Instant.now()).as("totals went on beyond position %d", position).isBefore(until);
      totals = read(user, options);
    }
    return totals;
  }

  /**
   * Adds up the same stretch of the log of orders without any state and compares each customer:
   * nothing was lost, nothing was counted twice, nothing started over.
   */
  public void mustEqualUninterrupted(CommandLineUser user, String... options) {
    assertThat(byCustomer).isNotEmpty();
    JsonNode log = show(user, "orders", options);
    long start = byCustomer.values().stream().mapToLong(Total::first).min().orElseThrow();
    byCustomer.forEach(
        (customer, total) -> {
          long count = 0;
          BigDecimal revenue = BigDecimal.ZERO;
          for (JsonNode order : log) {
            long position = order.get("log_offset").asLong();
            if (order.get("customer_id").asLong() == customer
                && position >= start
                && position <= total.last()) {
              count++;
              revenue = revenue.add(order.get("amount").decimalValue());
            }
          }
          assertThat(total.orders()).as("orders of customer %d", customer).isEqualTo(count);
          assertThat(total.revenue())
              .as("revenue of customer %d", customer)
              .isEqualByComparingTo(revenue);
        });
  }

  private static JsonNode show(CommandLineUser user, String model, String... options) {
    String[] command = new String[options.length + 5];
    command[0] = "show";
    command[1] = "--select";
    command[2] = model;
    command[3] = "--limit";
    command[4] = "0";
    System.arraycopy(options, 0, command, 5, options.length);
    JsonNode answer = user.asks(command);
    assertThat(answer.get("ending").asText()).isEqualTo("complete");
    return answer.get("rows");
  }
}
