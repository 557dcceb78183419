package dev.millrace.wire;

/**
 * Where a source stands in one partition.
 *
 * @param offset of the next record; -2 is the earliest, -1 the latest
 */
public record TopicPosition(String topic, int partition, long offset) {}
