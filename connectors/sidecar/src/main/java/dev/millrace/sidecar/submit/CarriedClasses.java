package dev.millrace.sidecar.submit;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.tables.skip.SkippingFormatFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** Classes of ours that a job needs where it runs, and that no cluster of another has. */
final class CarriedClasses {
  private CarriedClasses() {}

  /**
   * Adds them as a jar of the job.
   *
   * @throws CallFailedException INTERNAL when they do not come from a jar
   */
  static void addTo(StreamGraph graph, String plan) throws CallFailedException {
    if (plan.contains('"' + SkippingFormatFactory.IDENTIFIER + '"')) {
      graph.addJar(new org.apache.flink.core.fs.Path(jar().toUri()));
    }
  }

  private static Path jar() throws CallFailedException {
    CodeSource source = SkippingFormatFactory.class.getProtectionDomain().getCodeSource();
    try {
      Path jar = source == null ? Path.of("") : Path.of(source.getLocation().toURI());
      if (!Files.isRegularFile(jar)) {
        throw new CallFailedException(
            FailureKind.INTERNAL, "The format that leaves records out does not come from a jar");
      }
      return jar;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
