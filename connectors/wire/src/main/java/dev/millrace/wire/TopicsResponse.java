package dev.millrace.wire;

import java.util.Map;

/** The broker's id of each topic that exists after the call, by name. */
public record TopicsResponse(Map<String, String> ids) {}
