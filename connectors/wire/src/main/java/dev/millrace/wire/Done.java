package dev.millrace.wire;

/** A call that has nothing to say but that it was done. */
public record Done(boolean done) {}
