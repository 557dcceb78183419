package dev.millrace.wire;

import java.util.List;

/**
 * The body of every answer that is not 200.
 *
 * @param kind one of {@code invalid_request}, {@code sql_invalid}, {@code statement_failed}, {@code
 *     restore_failed}, {@code cluster_unreachable}, {@code cluster_refused}, {@code topic_failed},
 *     {@code state_unreadable}, {@code timeout}, {@code internal}
 * @param message the cause in one line, without stack
 * @param causes the chain of messages, outermost first
 */
public record ErrorResponse(String kind, String message, List<String> causes) {}
