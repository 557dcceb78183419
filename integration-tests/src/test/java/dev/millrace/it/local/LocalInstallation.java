package dev.millrace.it.local;

import static java.util.Objects.requireNonNull;

import dev.millrace.connector.flink.local.BrokerProcess;
import dev.millrace.connector.flink.local.LocalFolders;
import dev.millrace.connector.flink.local.SidecarProcess;
import dev.millrace.connector.flink.local.SidecarSettings;
import java.nio.file.Path;
import java.time.Duration;

/** The staged installation, with a data folder of a test's own. */
record LocalInstallation(LocalFolders folders, SidecarSettings settings) {
  /**
   * @param data made when needed; its name has what breaks careless quoting
   */
  static LocalInstallation in(Path data, Path javaHome) {
    Path home = Path.of(requireNonNull(System.getProperty("millrace.home"), "millrace.home"));
    return new LocalInstallation(
        new LocalFolders(data.resolve("it's a 100% folder"), home),
        new SidecarSettings(javaHome, 768, Duration.ofMinutes(10), 16));
  }

  static LocalInstallation in(Path data) {
    return in(data, Path.of(requireNonNull(System.getProperty("java.home"), "java.home")));
  }

  SidecarProcess sidecar() {
    return new SidecarProcess(folders, settings);
  }

  BrokerProcess broker() {
    return new BrokerProcess(folders, settings.javaHome());
  }
}
