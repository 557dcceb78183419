package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * Something that carrying out a plan gives up.
 *
 * @param what whose it is
 * @param subject an operator's description, or the job's name
 * @param bytes of it, by the newest checkpoint; empty when that is not known
 * @param sentence what will be missing
 */
public record Loss(What what, String subject, OptionalLong bytes, String sentence) {
  public Loss {
    requireNonNull(what, "what");
    requireNonNull(subject, "subject");
    requireNonNull(bytes, "bytes");
    requireNonNull(sentence, "sentence");
  }

  /** What is given up. */
  public enum What {
    /** All state of a job. */
    JOB_STATE,
    /** The state of one operator. */
    OPERATOR_STATE
  }
}
