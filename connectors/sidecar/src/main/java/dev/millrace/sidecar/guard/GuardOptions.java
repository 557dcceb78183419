package dev.millrace.sidecar.guard;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.ConfigurationException;

/**
 * How Flink's factories, which it makes itself, learn the token: the configuration names the file
 * that holds it. The token is in no configuration, because sessions show theirs.
 */
public final class GuardOptions {
  public static final ConfigOption<String> TOKEN_FILE =
      key("millrace.guard.token-file")
          .stringType()
          .noDefaultValue()
          .withDescription("File with the token that requests have to bring.");

  private GuardOptions() {}

  /**
   * The token, or nothing when this configuration is not of a sidecar's own cluster.
   *
   * @throws ConfigurationException when the file is named and cannot be read
   */
  static Optional<String> token(Configuration configuration) throws ConfigurationException {
    Optional<String> file = configuration.getOptional(TOKEN_FILE);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Tokens.read(Path.of(file.get())));
    } catch (IOException e) {
      throw new ConfigurationException("cannot read the token file " + file.get(), e);
    }
  }
}
