package dev.millrace.it.function;

import java.util.LinkedHashMap;
import java.util.Map;

/** Functions of all kinds that keep state or change what reaches it. */
public final class Sources {
  private Sources() {}

  /**
   * All of them.
   *
   * @param points what a point is worth, in the scalar function alone
   * @param step what the aggregate adds for a row
   * @param every after how many rows the process table function tells
   */
  public static Map<String, String> all(int points, int step, int every) {
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put(
        "com.example.Points",
        """
        package com.example;

        public class Points extends org.apache.flink.table.functions.ScalarFunction {
          public Long eval(Long value) {
            return value == null ? null : Worth.of(value);
          }
        }
        """);
    sources.put(
        "com.example.Worth",
        """
        package com.example;

        final class Worth {
          static long of(long value) {
            return value * %dL;
          }
        }
        """
            .formatted(points));
    sources.put(
        "com.example.Steps",
        """
        package com.example;

        public class Steps
            extends org.apache.flink.table.functions.AggregateFunction<Long, Steps.Counter> {
          public static class Counter {
            public long steps;
          }

          @Override
          public Counter createAccumulator() {
            return new Counter();
          }

          public void accumulate(Counter counter, Long value) {
            counter.steps += %dL;
          }

          @Override
          public Long getValue(Counter counter) {
            return counter.steps;
          }
        }
        """
            .formatted(step));
    sources.put(
        "com.example.Letters",
        """
        package com.example;

        import org.apache.flink.table.annotation.DataTypeHint;
        import org.apache.flink.table.annotation.FunctionHint;
        import org.apache.flink.types.Row;

        @FunctionHint(output = @DataTypeHint("ROW<letter STRING>"))
        public class Letters extends org.apache.flink.table.functions.TableFunction<Row> {
          public void eval(String word) {
            for (char letter : word.toCharArray()) {
              collect(Row.of(String.valueOf(letter)));
            }
          }
        }
        """);
    sources.put(
        "com.example.Every",
        """
        package com.example;

        import org.apache.flink.table.annotation.ArgumentHint;
        import org.apache.flink.table.annotation.ArgumentTrait;
        import org.apache.flink.table.annotation.StateHint;
        import org.apache.flink.types.Row;

        public class Every extends org.apache.flink.table.functions.ProcessTableFunction<Long> {
          public static class Seen {
            public long rows;
          }

          public void eval(
              @StateHint Seen seen, @ArgumentHint(ArgumentTrait.SET_SEMANTIC_TABLE) Row input) {
            seen.rows++;
            if (seen.rows %% %d == 0) {
              collect(seen.rows);
            }
          }
        }
        """
            .formatted(every));
    return sources;
  }
}
