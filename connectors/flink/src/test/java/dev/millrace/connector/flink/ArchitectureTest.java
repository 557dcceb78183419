package dev.millrace.connector.flink;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.millrace.connector.flink",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule theEngineIsReachedThroughItsPortsAlone =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.millrace.engine..")
                  .and(
                      resideOutsideOfPackages(
                          "dev.millrace.engine.connect..",
                          "dev.millrace.engine.file..",
                          "dev.millrace.engine.problem..",
                          "dev.millrace.engine.trust..")))
          .because("a connector must not know how the engine plans or deploys");

  @ArchTest
  static final ArchRule noFlink =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.flink..")
          .because("Flink's classes live in the sidecar; here Flink is a protocol");

  @ArchTest
  static final ArchRule clientsDoNotKnowTheConnector =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.millrace.connector.flink.gateway..",
              "dev.millrace.connector.flink.jobmanager..",
              "dev.millrace.connector.flink.sidecar..",
              "dev.millrace.connector.flink.local..",
              "dev.millrace.connector.flink.rest..",
              "dev.millrace.connector.flink.types..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.millrace.connector.flink.connect..")
          .because("arrows point downward: the connector wires the clients");
}
