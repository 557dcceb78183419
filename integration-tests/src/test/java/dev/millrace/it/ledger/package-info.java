/**
 * The ledger as several processes and machines use it: races, holders that sleep or die, in SQLite
 * and in a real PostgreSQL.
 */
@NullMarked
package dev.millrace.it.ledger;

import org.jspecify.annotations.NullMarked;
