package dev.millrace.connector.flink.connect;

import dev.millrace.connector.flink.jobmanager.RetainedCheckpoints;
import dev.millrace.connector.flink.local.BrokerProcess;
import dev.millrace.connector.flink.local.EmbeddedCluster;
import dev.millrace.connector.flink.local.LocalFolders;
import dev.millrace.connector.flink.local.SidecarProcess;
import dev.millrace.connector.flink.local.SidecarSettings;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.ConnectorContext;
import dev.millrace.engine.connect.ConnectorProvider;
import dev.millrace.engine.connect.TargetSpec;
import java.util.Optional;
import java.util.Set;

/** Targets of type {@code flink}: the embedded default, or the URLs of a session cluster. */
public final class FlinkConnectorProvider implements ConnectorProvider {
  @Override
  public Set<String> types() {
    return Set.of("flink");
  }

  @Override
  public Connector open(TargetSpec target, ConnectorContext context) {
    TargetSettings settings = TargetSettingsReader.read(target);
    LocalFolders folders = new LocalFolders(context.dataFolder(), context.installation());
    SidecarSettings processes = SidecarSettings.ofProcess();
    SidecarProcess sidecar = new SidecarProcess(folders, processes);
    Optional<LocalTarget> local =
        settings.isEmbedded()
            ? Optional.of(
                new LocalTarget(
                    new EmbeddedCluster(
                        sidecar, new BrokerProcess(folders, processes.javaHome()), folders),
                    new RetainedCheckpoints(folders.checkpoints(), folders.savepoints())))
            : Optional.empty();
    return new FlinkConnector(settings, context.dataFolder(), context.secrets(), sidecar, local);
  }
}
