package dev.millrace.wire;

/** A range of text: 1-based, ends inclusive. */
public record Range(int line, int column, int endLine, int endColumn) {}
