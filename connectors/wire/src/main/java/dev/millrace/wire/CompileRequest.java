package dev.millrace.wire;

import java.util.List;
import java.util.Map;

/**
 * Compile the INSERTs of one job: {@link Wire#COMPILE}. Placeholders stay as they are.
 *
 * @param inserts one, or several that make a statement set
 * @param runsFromHere whether this process hands the job to its cluster, and so needs the classes
 *     of every connector; otherwise only the cluster has to have them
 */
public record CompileRequest(
    List<String> setup, List<String> inserts, Map<String, String> settings, boolean runsFromHere) {
  /** Of a job that somebody else hands over. */
  public CompileRequest(List<String> setup, List<String> inserts, Map<String, String> settings) {
    this(setup, inserts, settings, false);
  }
}
