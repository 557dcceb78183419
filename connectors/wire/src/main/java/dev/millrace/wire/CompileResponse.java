package dev.millrace.wire;

/** Flink's plan JSON. */
public record CompileResponse(String plan) {}
