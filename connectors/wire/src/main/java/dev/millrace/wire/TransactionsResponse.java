package dev.millrace.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a broker says of transactions.
 *
 * @param states by transactional id, that of its latest transaction: {@code open}, {@code
 *     committed} or {@code aborted}; ids the broker does not know are not among them
 * @param longestMillis for how long it lets a transaction be open; null where it does not tell
 */
public record TransactionsResponse(Map<String, String> states, @Nullable Long longestMillis) {}
