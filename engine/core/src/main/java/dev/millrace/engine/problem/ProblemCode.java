package dev.millrace.engine.problem;

/**
 * What kind of problem it is. The first letter says who can mend it: {@code P} the project's
 * author, {@code U} who called, {@code C} who runs the cluster, {@code D} who deploys, {@code X}
 * Millrace.
 */
public enum ProblemCode {
  PROJECT_NOT_FOUND("P001"),
  PROJECT_FILE_INVALID("P002"),
  YAML_INVALID("P003"),
  PROFILE_INVALID("P004"),
  JINJA_INVALID("P005"),
  REFERENCE_UNKNOWN("P006"),
  CYCLE("P007"),
  DUPLICATE_NAME("P008"),
  CONFIG_INVALID("P009"),
  SQL_INVALID("P010"),
  VARIABLE_MISSING("P011"),
  UNIT_TEST_INVALID("P012"),
  STORAGE_UNDECIDED("P013"),
  PACKAGE_MISSING("P014"),

  USAGE("U001"),
  SELECTION_INVALID("U002"),
  SECRET_MISSING("U003"),
  CONFIRMATION_NEEDED("U004"),

  CLUSTER_UNREACHABLE("C001"),
  CLUSTER_REFUSED("C002"),
  STATEMENT_FAILED("C003"),
  JOB_FAILED("C004"),
  JOB_NOT_FOUND("C005"),
  RESTORE_FAILED("C006"),
  SAVEPOINT_FAILED("C007"),
  TOPIC_FAILED("C008"),
  LOCAL_START_FAILED("C009"),
  NOT_SUPPORTED("C010"),
  RESOURCE_EXHAUSTED("C011"),
  STATE_UNREADABLE("C012"),

  PLAN_STALE("D001"),
  DEPLOY_BLOCKED("D002"),
  GATE_FAILED("D003"),
  LOCKED("D004"),
  LEDGER_UNAVAILABLE("D005"),
  POLICY_VIOLATED("D006"),

  INTERNAL("X001");

  private final String code;

  ProblemCode(String code) {
    this.code = code;
  }

  /** The short stable code users can search for, such as {@code P007}. */
  public String code() {
    return code;
  }

  /** dbt's exit code for a command that ended with this problem. */
  public int exitCode() {
    return switch (code.charAt(0)) {
      case 'C', 'D' -> 1;
      default -> 2;
    };
  }
}
