package dev.millrace.wire;

/** A watermark declaration. */
public record WatermarkSpec(String column, String expression) {}
