package dev.millrace.wire;

import java.util.List;
import java.util.Map;

/**
 * Ask a broker about transactions: {@link Wire#TRANSACTIONS}.
 *
 * @param clientProperties how to reach it, placeholders kept
 * @param ids transactional ids; may be empty
 */
public record TransactionsRequest(
    Map<String, String> clientProperties, List<String> ids, Map<String, String> bindings) {
  /** Without the values of the bindings. */
  @Override
  public String toString() {
    return "TransactionsRequest[" + ids.size() + " ids]";
  }
}
