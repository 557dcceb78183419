package dev.millrace.wire;

import java.util.List;

/**
 * Type-check relations while someone edits one of them: {@link Wire#CHECK}. Relations that are as
 * they were at the last request, and read nothing that has changed, are not analyzed again.
 *
 * @param relations those asked about and everything they read, in dependency order
 * @param wanted ids of the relations to answer for
 * @param planned ids of relations to plan down to a job's operators, which finds a few more faults
 *     and takes twice as long
 */
public record CheckRequest(
    List<AnalyzeRequest.Relation> relations, List<String> wanted, List<String> planned) {}
