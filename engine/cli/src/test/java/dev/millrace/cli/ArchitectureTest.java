package dev.millrace.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.millrace.cli", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule noConnectorIsImported =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.millrace.connector..")
          .because("connectors are found by ServiceLoader, so that a new one needs no change here");

  @ArchTest
  static final ArchRule noWindow =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("javafx..")
          .because("the command line runs where there is no display");

  @ArchTest
  static final ArchRule noFlink =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.flink..")
          .because("what a command needs of SQL it asks the engine for");

  @ArchTest
  static final ArchRule optionsKnowNoCommand =
      noClasses()
          .that()
          .resideInAnyPackage("dev.millrace.cli.options..", "dev.millrace.cli.output..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.millrace.cli.command..", "dev.millrace.cli.demo..")
          .because("arrows point downward: commands use options and output");

  @ArchTest
  static final ArchRule onlyMainEndsTheProcess =
      noClasses()
          .that()
          .doNotHaveSimpleName("Main")
          .should()
          .callMethod(System.class, "exit", int.class)
          .because("a command that ends the process cannot be tested or used from another");
}
