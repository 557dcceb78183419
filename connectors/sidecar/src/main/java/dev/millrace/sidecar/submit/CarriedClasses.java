package dev.millrace.sidecar.submit;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.tables.skip.SkippingFormatFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** Classes of ours that a job needs where it runs, and that no cluster of another has. */
public final class CarriedClasses {
  private CarriedClasses() {}

  /**
   * Adds those that a plan names, as a jar of the job.
   *
   * @throws CallFailedException INTERNAL when they do not come from a jar
   */
  static void addTo(StreamGraph graph, String plan) throws CallFailedException {
    if (plan.contains('"' + SkippingFormatFactory.IDENTIFIER + '"')) {
      for (org.apache.flink.core.fs.Path jar : jarsOf(SkippingFormatFactory.class)) {
        graph.addJar(jar);
      }
    }
  }

  /**
   * The jars these classes come from, as a job takes them along.
   *
   * @throws CallFailedException INTERNAL when one does not come from a jar
   */
  public static List<org.apache.flink.core.fs.Path> jarsOf(Class<?>... classes)
      throws CallFailedException {
    List<org.apache.flink.core.fs.Path> jars = new ArrayList<>();
    for (Class<?> each : classes) {
      CodeSource source = each.getProtectionDomain().getCodeSource();
      try {
        Path jar = source == null ? Path.of("") : Path.of(source.getLocation().toURI());
        if (!Files.isRegularFile(jar)) {
          throw new CallFailedException(
              FailureKind.INTERNAL, each.getSimpleName() + " does not come from a jar here");
        }
        jars.add(new org.apache.flink.core.fs.Path(jar.toUri()));
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
    return jars;
  }
}
