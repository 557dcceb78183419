/**
 * Finds the records that the sources of a plan cannot read, with the formats that the job itself
 * reads them with, and copies records into other topics.
 *
 * <p>Only {@link dev.millrace.sidecar.records.RecordEndpoints} is for others; nothing here may
 * depend on the state tools.
 */
@NullMarked
package dev.millrace.sidecar.records;

import org.jspecify.annotations.NullMarked;
