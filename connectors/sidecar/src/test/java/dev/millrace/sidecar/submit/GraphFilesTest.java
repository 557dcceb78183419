package dev.millrace.sidecar.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphFilesTest {
  @Test
  void thoseOfAJobAreDeletedAndNoOthers(@TempDir Path folder) throws Exception {
    JobID ours = new JobID();
    Path left = Files.createFile(folder.resolve("flink-executionPlan-" + ours + "123.bin"));
    Path other = Files.createFile(folder.resolve("flink-executionPlan-" + new JobID() + "1.bin"));

    new GraphFiles(folder).deleteOf(ours);

    assertThat(left).doesNotExist();
    assertThat(other).exists();
  }
}
