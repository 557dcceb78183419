package dev.millrace.engine.observe;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobId;

/**
 * A model and the job that keeps it up to date.
 *
 * @param model its name, for reports
 * @param table the name of the table it fills, without catalog and database; tells sinks apart in a
 *     job that fills several
 */
public record ModelJob(String model, JobId job, String table) {
  public ModelJob {
    requireNonNull(model, "model");
    requireNonNull(job, "job");
    requireNonNull(table, "table");
  }
}
