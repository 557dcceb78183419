package dev.millrace.sidecar.planner;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.transformations.SourceTransformation;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.PlanReference;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.table.api.config.TableConfigOptions.CatalogPlanRestore;
import org.apache.flink.table.api.internal.TableEnvironmentImpl;
import org.apache.flink.table.delegation.Executor;
import org.apache.flink.table.delegation.Planner;
import org.apache.flink.table.module.CoreModuleFactory;
import org.apache.flink.table.operations.command.AddJarOperation;
import org.apache.flink.table.planner.delegation.DefaultExecutorFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the graph of a compiled plan in an environment without a catalog: all that the plan needs
 * stands in it.
 */
public final class PlanGraph {
  private PlanGraph() {}

  /**
   * @param plan resolved plan JSON
   * @param settings Flink options of planner, graph and job, resolved
   * @param restoreFrom checkpoint or savepoint; it is never claimed, so that it outlives a failed
   *     start
   * @throws RuntimeException Flink's own
   */
  public static StreamGraph of(
      String plan,
      JobID jobId,
      String jobName,
      Map<String, String> settings,
      Map<String, String> parameters,
      @Nullable String restoreFrom)
      throws IOException {
    Configuration configuration = Configuration.fromMap(settings);
    StoredJars.Needs needs = StoredJars.Needs.of(plan);
    List<Transformation<?>> transformations = transformations(needs, configuration);
    configuration.set(PipelineOptions.NAME, jobName);
    // Not before: Flink turns them to YAML and back for each environment, and they are long.
    configuration.set(PipelineOptions.GLOBAL_JOB_PARAMETERS, new LinkedHashMap<>(parameters));
    Executor executor = new DefaultExecutorFactory().create(configuration);
    StreamGraph graph =
        (StreamGraph) executor.createPipeline(transformations, configuration, jobName);
    graph.setJobId(jobId);
    graph.setSavepointRestoreSettings(
        restoreFrom == null
            ? SavepointRestoreSettings.none()
            : SavepointRestoreSettings.forPath(
                restoreFrom,
                configuration.get(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE),
                RecoveryClaimMode.NO_CLAIM));
    // Travel with the job to wherever it runs.
    needs.jars().forEach(jar -> graph.addJar(new Path(jar)));
    graph.serializeUserDefinedInstances();
    return graph;
  }

  /**
   * The sources of a plan by the UIDs of their operators; nothing is run.
   *
   * @param plan resolved plan JSON
   * @param settings Flink options of planner and job, resolved
   * @throws RuntimeException Flink's own
   */
  public static Map<String, Source<?, ?, ?>> sources(String plan, Map<String, String> settings)
      throws IOException {
    Map<String, Source<?, ?, ?>> sources = new LinkedHashMap<>();
    for (Transformation<?> last :
        transformations(StoredJars.Needs.of(plan), Configuration.fromMap(settings))) {
      for (Transformation<?> each : last.getTransitivePredecessors()) {
        if (each instanceof SourceTransformation<?, ?, ?> source && source.getUid() != null) {
          sources.put(source.getUid(), source.getSource());
        }
      }
    }
    return sources;
  }

  private static List<Transformation<?>> transformations(
      StoredJars.Needs needs, Configuration configuration) throws IOException {
    configuration.set(
        TableConfigOptions.PLAN_RESTORE_CATALOG_OBJECTS, CatalogPlanRestore.ALL_ENFORCED);
    TableEnvironmentImpl tables =
        TableEnvironmentImpl.create(
            EnvironmentSettings.newInstance()
                .inStreamingMode()
                .withClassLoader(FactoryLists.LOADER)
                .withConfiguration(configuration)
                .build());
    tables.unloadModule(CoreModuleFactory.IDENTIFIER);
    tables.loadModule(CoreModuleFactory.IDENTIFIER, new ModuleOfPlans());
    needs.jars().forEach(jar -> tables.executeInternal(new AddJarOperation(jar.toString())));
    Planner planner = tables.getPlanner();
    return planner.translatePlan(planner.loadPlan(PlanReference.fromJsonString(needs.plan())));
  }
}
