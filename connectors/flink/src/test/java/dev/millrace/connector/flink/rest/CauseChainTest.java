package dev.millrace.connector.flink.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.TextRange;
import org.junit.jupiter.api.Test;

final class CauseChainTest {
  private static final String VALIDATION =
      """
      <Exception on server side:
      org.apache.flink.table.gateway.api.utils.SqlGatewayException: org.apache.flink.table.gateway.api.utils.SqlGatewayException: Failed to fetchResults.
      \tat org.apache.flink.table.gateway.rest.handler.statement.FetchResultsHandler.handleRequest(FetchResultsHandler.java:91)
      Caused by: org.apache.flink.table.gateway.service.utils.SqlExecutionException: Failed to execute the operation 661cb2ec-e9c1-49a0-8a5c-dbb73201efb2.
      \t... 40 more
      Caused by: org.apache.flink.table.api.ValidationException: SQL validation failed. From line 1, column 8 to line 1, column 11: Column 'nope' not found in any table
      Caused by: org.apache.calcite.runtime.CalciteContextException: From line 1, column 8 to line 1, column 11: Column 'nope' not found in any table
      Caused by: org.apache.calcite.sql.validate.SqlValidatorException: Column 'nope' not found in any table

      End of exception on server side>\
      """;

  @Test
  void theInnermostMessageIsTheCauseAndKeepsItsPosition() {
    CauseChain chain = CauseChain.of(VALIDATION);

    assertThat(chain.rootCause()).isEqualTo("Column 'nope' not found in any table");
    assertThat(chain.range()).contains(new TextRange(1, 8, 1, 11));
    assertThat(chain.rootCauseWithPosition())
        .isEqualTo("Column 'nope' not found in any table (line 1, column 8)");
    assertThat(chain.isSqlInvalid()).isTrue();
  }

  @Test
  void whatTheParserExpectedIsLeftOut() {
    CauseChain chain =
        CauseChain.of(
            """
            org.apache.flink.table.api.SqlParserException: SQL parse failed. Encountered "FROM" at line 2, column 8.
            Was expecting one of:
                "ABS" ...
                "ALL" ...
            """);

    assertThat(chain.rootCause())
        .isEqualTo("SQL parse failed. Encountered \"FROM\" at line 2, column 8.");
    assertThat(chain.range()).contains(new TextRange(2, 8, 2, 8));
  }

  @Test
  void theTraceOfAnotherServerInsideIsReadToo() {
    CauseChain chain =
        CauseChain.of(
            """
            org.apache.flink.table.api.TableException: Failed to execute sql
            Caused by: org.apache.flink.runtime.rest.util.RestClientException: [Internal server error., <Exception on server side:
            org.apache.flink.runtime.client.DuplicateApplicationSubmissionException: Application has already been submitted.
            \tat org.apache.flink.runtime.dispatcher.Dispatcher.submit(Dispatcher.java:1)

            End of exception on server side>]\
            """);

    assertThat(chain.rootCause()).isEqualTo("Application has already been submitted.");
    assertThat(chain.hasType("DuplicateApplicationSubmissionException")).isTrue();
  }

  @Test
  void stateThatDoesNotFitIsARestoreFailure() {
    CauseChain chain =
        CauseChain.of(
            """
            org.apache.flink.table.api.TableException: Failed to execute sql
            Caused by: java.lang.IllegalStateException: Failed to rollback to checkpoint/savepoint file:/s. Cannot map checkpoint/savepoint state for operator 90bea66de1c231edf33913ecd54406c1 to the new program, because the operator is not available in the new program.
            """);

    assertThat(chain.isRestoreFailure()).isTrue();
    assertThat(chain.isSqlInvalid()).isFalse();
  }

  @Test
  void anErrorBodyIsReadFromItsLastText() {
    assertThat(
            CauseChain.ofBody(new Json(), "{\"errors\":[\"Internal server error.\",\"it broke\"]}")
                .rootCause())
        .isEqualTo("it broke");
    assertThat(CauseChain.ofBody(new Json(), "no JSON at all").rootCause())
        .isEqualTo("no JSON at all");
    assertThat(CauseChain.of("").rootCause()).isEqualTo("no cause was given");
  }
}
