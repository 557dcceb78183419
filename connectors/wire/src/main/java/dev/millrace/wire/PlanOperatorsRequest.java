package dev.millrace.wire;

import java.util.Map;

/**
 * Tell which ids the operators of a compiled plan have: {@link Wire#PLAN_OPERATORS}.
 *
 * @param plan plan JSON with operator UIDs; placeholders stay as they are
 * @param settings Flink options of the job
 */
public record PlanOperatorsRequest(String plan, Map<String, String> settings) {}
