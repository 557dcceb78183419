package dev.millrace.engine.build;

import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.project.DataTest;
import dev.millrace.engine.project.UnitTest;
import dev.millrace.engine.testing.DataTestResult;
import dev.millrace.engine.testing.UnitTestReport;
import java.util.List;

/** What a build does, for the one who decides in which order. */
public interface BuildSteps {
  /** Runs unit tests. */
  UnitTestReport unitTests(List<UnitTest> tests);

  /** Deploys some models of the plan that was shown. */
  DeployReport deploy(Plan part);

  /** Runs data tests, in the order given. */
  List<DataTestResult> dataTests(List<DataTest> tests);

  /** Told of each node that is left out, with the reason. */
  void skipped(String uniqueId, String reason);
}
