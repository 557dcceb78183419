package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.trust.Bindings;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What a connector may use of its surroundings.
 *
 * @param dataFolder the platform data folder of this project and target; ours alone, mode 0700
 * @param installation the folder Millrace is installed in, with {@code sidecar/} and {@code
 *     broker/}
 * @param secrets values of placeholders
 */
public record ConnectorContext(Path dataFolder, Path installation, Supplier<Bindings> secrets) {
  public ConnectorContext {
    requireNonNull(dataFolder, "dataFolder");
    requireNonNull(installation, "installation");
    requireNonNull(secrets, "secrets");
  }
}
