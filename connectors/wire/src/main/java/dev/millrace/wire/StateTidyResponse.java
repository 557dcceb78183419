package dev.millrace.wire;

/**
 * What is gone.
 *
 * @param files how many were deleted
 */
public record StateTidyResponse(int files) {}
