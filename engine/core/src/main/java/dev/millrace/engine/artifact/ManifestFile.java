package dev.millrace.engine.artifact;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.file.WholeFile;
import java.io.IOException;
import java.nio.file.Path;

/** Writes {@code target/manifest.json}. */
public final class ManifestFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ManifestFile() {}

  /**
   * Writes the manifest so that readers see the old file or the new one, never half of it.
   *
   * @param targetFolder the folder of compiled files
   * @return the file
   */
  public static Path write(Manifest manifest, Path targetFolder) throws IOException {
    return WholeFile.replace(
        targetFolder.resolve("manifest.json"), out -> JSON.writeValue(out, manifest.tree()));
  }
}
