package dev.millrace.sidecar.planner;

import java.util.Optional;
import java.util.Set;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.module.CoreModule;
import org.apache.flink.table.module.Module;

/**
 * Flink's own functions, for reading plans. What standard deviations and variances are made of is
 * there twice in Flink 2.3, as an operator of the planner and as a function of the core module, and
 * its reader of plans gives up where a name means two things: no plan with {@code STDDEV_POP} could
 * be read. Only the operator can be run.
 */
final class ModuleOfPlans implements Module {
  private static final String THERE_TWICE =
      BuiltInFunctionDefinitions.INTERNAL_WELFORD_M2.getName();

  @Override
  public Set<String> listFunctions() {
    return CoreModule.INSTANCE.listFunctions();
  }

  /** Those that only the planner calls, as for UNNEST, are found by this list alone. */
  @Override
  public Set<String> listFunctions(boolean includeHiddenFunctions) {
    return CoreModule.INSTANCE.listFunctions(includeHiddenFunctions);
  }

  @Override
  public Optional<FunctionDefinition> getFunctionDefinition(String name) {
    return name.equalsIgnoreCase(THERE_TWICE)
        ? Optional.empty()
        : CoreModule.INSTANCE.getFunctionDefinition(name);
  }
}
