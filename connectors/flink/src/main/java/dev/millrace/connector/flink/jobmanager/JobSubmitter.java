package dev.millrace.connector.flink.jobmanager;

import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.Submission;
import dev.millrace.engine.trust.Bindings;

/** The way a job takes to the cluster; see {@link JobControl#submit}. */
public interface JobSubmitter {
  JobId submit(Submission submission, Bindings bindings);
}
