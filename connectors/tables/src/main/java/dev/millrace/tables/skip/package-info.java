/**
 * A format around any other that leaves out single messages, known by their length and SHA-256: the
 * way past a record that a job cannot read. Jobs carry it to the cluster in the jar of this module.
 *
 * <p>Depends on Flink's table API alone and is compiled to 17; it knows nothing of any connector,
 * and nothing here may depend on one.
 */
@NullMarked
package dev.millrace.tables.skip;

import org.jspecify.annotations.NullMarked;
