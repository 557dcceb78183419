package dev.millrace.wire;

import java.util.List;
import java.util.Map;

/** Compile one INSERT: {@link Wire#COMPILE}. Placeholders stay as they are. */
public record CompileRequest(List<String> setup, String insert, Map<String, String> settings) {}
