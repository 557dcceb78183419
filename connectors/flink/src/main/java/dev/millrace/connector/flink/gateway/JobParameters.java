package dev.millrace.connector.flink.gateway;

import static java.util.stream.Collectors.joining;

import java.util.Map;
import java.util.TreeMap;

/** Flink's text form of a map in an option, in which every Flink since 1.20 reads it. */
final class JobParameters {
  private JobParameters() {}

  /** {@code key:value,key:value}, quoted twice where needed: the value, then the pair. */
  static String text(Map<String, String> parameters) {
    return new TreeMap<>(parameters)
        .entrySet().stream()
            .map(entry -> quote(entry.getKey(), ':') + ":" + quote(entry.getValue(), ':'))
            .map(pair -> quote(pair, ','))
            .collect(joining(","));
  }

  private static String quote(String text, char separator) {
    boolean plain = text.indexOf(separator) < 0 && text.indexOf('\'') < 0 && text.indexOf('"') < 0;
    return plain ? text : "'" + text.replace("'", "''") + "'";
  }
}
