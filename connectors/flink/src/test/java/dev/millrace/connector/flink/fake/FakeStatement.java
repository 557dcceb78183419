package dev.millrace.connector.flink.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the fake does with a statement.
 *
 * @param refusal the error its operation ends with
 * @param failure the error that shows when its rows are fetched
 * @param endless whether one row comes with each page, for ever
 */
record FakeStatement(
    List<String> columns,
    List<String> rows,
    Optional<String> job,
    Optional<String> refusal,
    Optional<String> failure,
    boolean endless) {
  static FakeStatement rows(String columns, String... rows) {
    return new FakeStatement(
        List.of(columns),
        List.of(rows),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  static FakeStatement refused(String... causes) {
    return new FakeStatement(
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.of(FakeTexts.error(causes)),
        Optional.empty(),
        false);
  }

  FakeStatement withJob(String id) {
    return new FakeStatement(columns, rows, Optional.of(id), refusal, failure, endless);
  }

  FakeStatement failing(String... causes) {
    return new FakeStatement(
        columns, rows, job, refusal, Optional.of(FakeTexts.error(causes)), endless);
  }

  FakeStatement endlessly() {
    return new FakeStatement(columns, rows, job, refusal, failure, true);
  }

  /** A page as the gateway sends it: rows with the first, the end with the second. */
  String page(String operationPath, long token) {
    boolean last = !endless && token > 0;
    List<String> data = new ArrayList<>();
    if (endless || token == 0) {
      data.addAll(rows);
    }
    return "{\"resultType\":\""
        + (last ? "EOS" : "PAYLOAD")
        + "\",\"isQueryResult\":true,"
        + job.map(id -> "\"jobID\":\"" + id + "\",").orElse("")
        + "\"resultKind\":\"SUCCESS_WITH_CONTENT\",\"results\":{\"columns\":["
        + String.join(",", columns)
        + "],\"rowFormat\":\"JSON\",\"data\":["
        + String.join(",", data)
        + "]}"
        + (last
            ? "}"
            : ",\"nextResultUri\":\""
                + operationPath
                + "/result/"
                + (token + 1)
                + "?rowFormat=JSON\"}");
  }
}
