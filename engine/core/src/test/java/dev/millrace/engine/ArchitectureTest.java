package dev.millrace.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom inside the engine. */
@AnalyzeClasses(
    packages = "dev.millrace.engine",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ENGINE = "dev.millrace.engine.";
  private static final String OURS = "dev.millrace..";

  @ArchTest
  static final ArchRule problemIsTheLowest = mayUse("problem", "every package reports problems");

  @ArchTest
  static final ArchRule filesAreTheLowestToo = mayUse("file", "every package may write files");

  @ArchTest
  static final ArchRule trustUsesProblemsAndFilesOnly =
      mayUse(
          "trust",
          "a secret must be usable everywhere without dragging anything along",
          "problem",
          "file");

  @ArchTest
  static final ArchRule portsKnowNoEngine =
      mayUse(
          "connect", "a connector builds against the ports and nothing else", "problem", "trust");

  @ArchTest
  static final ArchRule sqlIsText =
      mayUse("sql", "the editor and the compiler share it without a project", "problem", "connect");

  @ArchTest
  static final ArchRule graphKnowsNoProject =
      mayUse("graph", "loading, compiling and planning all stand on it", "problem");

  @ArchTest
  static final ArchRule projectKnowsNobodyAbove =
      mayUse(
          "project",
          "a project opens with no planner, ledger or cluster",
          "sql",
          "problem",
          "trust",
          "connect",
          "graph",
          "jinja");

  @ArchTest
  static final ArchRule compileKnowsNobodyAbove =
      mayUse(
          "compile",
          "compiling must not depend on what runs or ran",
          "problem",
          "trust",
          "connect",
          "graph",
          "sql",
          "project",
          "jar",
          "function",
          "jinja");

  @ArchTest
  static final ArchRule jarsAreFiles =
      mayUse("jar", "jars are read and nothing of them is run", "problem", "connect", "project");

  @ArchTest
  static final ArchRule functionsAreFiles =
      mayUse(
          "function",
          "jars are read and nothing of them is run",
          "problem",
          "connect",
          "project",
          "jar");

  @ArchTest
  static final ArchRule languageKnowsNothingThatRuns =
      mayUse(
          "language",
          "an editor must answer with no ledger, no cluster and no window",
          "problem",
          "connect",
          "sql",
          "project",
          "compile",
          "graph",
          "trust",
          "jinja");

  @ArchTest
  static final ArchRule calciteStaysWhereSqlIsRead =
      noClasses()
          .that()
          // Splitting ad-hoc queries into statements needs the syntax tree itself.
          .resideOutsideOfPackages(ENGINE + "sql..", ENGINE + "query..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.calcite..", "org.apache.flink..")
          .because(
              "Flink's parser is an implementation detail of those who read SQL, not of those who"
                  + " run it");

  @ArchTest
  static final ArchRule yamlStaysInYaml =
      noClasses()
          .that()
          .resideOutsideOfPackage(ENGINE + "project.yaml..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.yaml..")
          .because("only there it is read with limits and PyYAML's rules");

  @ArchTest
  static final ArchRule jgraphtStaysInGraph =
      noClasses()
          .that()
          .resideOutsideOfPackage(ENGINE + "graph..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.jgrapht..")
          .because("the rest of the engine speaks of nodes and orders, not of a library");

  @ArchTest
  static final ArchRule theEngineKnowsNoUserInterfaceAndNoConnector =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "javafx..",
              "dev.millrace.app..",
              "dev.millrace.cli..",
              "dev.millrace.connector..",
              "dev.millrace.sidecar..",
              "dev.millrace.wire..")
          .because("window and command line share one engine, and connectors are found, not named");

  @ArchTest
  static final ArchRule noCircles =
      slices()
          .matching(ENGINE + "(*)..")
          .should()
          .beFreeOfCycles()
          .because("a package that needs what needs it cannot be understood alone");

  /** A package may use itself, these packages of the engine, and no other code of Millrace. */
  private static ArchRule mayUse(String name, String reason, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = ENGINE + name + "..";
    for (int i = 0; i < others.length; i++) {
      allowed[i + 1] = (others[i].equals("jinja") ? "dev.millrace." : ENGINE) + others[i] + "..";
    }
    return classes()
        .that()
        .resideInAPackage(ENGINE + name + "..")
        .should()
        .onlyDependOnClassesThat(
            com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(allowed)
                .or(
                    com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage(
                        OURS)))
        .because(reason);
  }
}
