package dev.millrace.engine.artifact;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.file.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes artifacts into the target folder. */
public final class ArtifactFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ArtifactFile() {}

  /**
   * Writes an artifact so that readers see the old file or the new one, never half of it.
   *
   * @param name such as {@code run_results.json}
   * @param targetFolder the folder of compiled files
   * @return the file
   */
  public static Path write(String name, Map<String, @Nullable Object> tree, Path targetFolder)
      throws IOException {
    return WholeFile.replace(targetFolder.resolve(name), out -> JSON.writeValue(out, tree));
  }
}
