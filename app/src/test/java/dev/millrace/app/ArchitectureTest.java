package dev.millrace.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in the window. */
@AnalyzeClasses(packages = "dev.millrace.app", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule modelsHoldNoControls =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("Model")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("javafx.scene..")
          .because("a model is tested without a toolkit and shown by more than one view");

  @ArchTest
  static final ArchRule featuresKnowNoOtherFeature =
      slices()
          .matching("dev.millrace.app.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a feature can be read, changed and removed by itself");

  @ArchTest
  static final ArchRule onlyTheWiringKnowsAll =
      noClasses()
          .that()
          .resideInAPackage("dev.millrace.app.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.millrace.app")
          .because("the wiring knows every feature, so that no feature has to");

  @ArchTest
  static final ArchRule fxKnowsNothingOfMillrace =
      classes()
          .that()
          .resideInAPackage("dev.millrace.app.fx")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.millrace.app.fx", "java..", "javafx..", "org.slf4j..", "org.jspecify..")
          .because("it is what JavaFX lacks, for any application");

  @ArchTest
  static final ArchRule dockingStandsBehindOurInterface =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.Bento[A-Za-z]*(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.coley..")
          .because("another docking library must be a change of two classes");

  @ArchTest
  static final ArchRule connectorsAreFoundNotNamed =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.millrace.connector..", "dev.millrace.sidecar..", "org.apache.flink..")
          .because("the window works with every place that runs SQL, through the engine alone");
}
