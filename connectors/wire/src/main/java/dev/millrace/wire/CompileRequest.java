package dev.millrace.wire;

import java.util.List;
import java.util.Map;

/**
 * Compile the INSERTs of one job: {@link Wire#COMPILE}. Placeholders stay as they are.
 *
 * @param inserts one, or several that make a statement set
 */
public record CompileRequest(
    List<String> setup, List<String> inserts, Map<String, String> settings) {}
