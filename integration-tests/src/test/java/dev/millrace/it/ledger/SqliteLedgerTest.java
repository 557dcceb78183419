package dev.millrace.it.ledger;

import java.util.Optional;

/** Two processes of one machine. */
class SqliteLedgerTest extends LedgerContract {
  @Override
  Optional<String> address() {
    return Optional.empty();
  }
}
