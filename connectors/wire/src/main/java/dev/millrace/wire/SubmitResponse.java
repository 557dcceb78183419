package dev.millrace.wire;

/**
 * The cluster has accepted the job.
 *
 * @param alreadyKnown whether the cluster knew a job with this id, so that nothing was started
 */
public record SubmitResponse(String jobId, boolean alreadyKnown) {}
