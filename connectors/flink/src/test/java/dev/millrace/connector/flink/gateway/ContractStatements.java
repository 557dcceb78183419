package dev.millrace.connector.flink.gateway;

/** Statements of the contracts; the fake knows the answers that a real gateway gave. */
public final class ContractStatements {
  public static final String TYPED_VALUES =
      "SELECT CAST(1 AS TINYINT) a, CAST(2 AS BIGINT) b, CAST(1.50 AS DECIMAL(10,2)) c,"
          + " DATE '2026-01-02' d, TIME '10:11:12' e, TIMESTAMP '2026-01-02 03:04:05.123' f,"
          + " CAST(TIMESTAMP '2026-01-02 03:04:05.123' AS TIMESTAMP_LTZ(3)) g, X'0102' h,"
          + " ARRAY[1,2] j, MAP['k',CAST(1.5 AS DECIMAL(4,1))] k, CAST(1e300 AS DOUBLE) l,"
          + " true n, CAST(NULL AS INT) o,"
          + " CAST(ROW(1,ARRAY[ROW('a')]) AS ROW<x INT, `y z` ARRAY<ROW<s STRING>>>) r,"
          + " 9223372036854775807 u";

  public static final String CREATE_NUMBERS =
      "CREATE TABLE numbers (n BIGINT) WITH ('connector'='datagen','rows-per-second'='20')";

  public static final String CREATE_FEW =
      "CREATE TABLE few (n INT) WITH ('connector'='datagen','number-of-rows'='3',"
          + "'fields.n.min'='7','fields.n.max'='7')";

  public static final String CREATE_NOWHERE =
      "CREATE TABLE nowhere (n BIGINT) WITH ('connector'='blackhole')";

  public static final String COUNT_FEW = "SELECT n, COUNT(*) AS c FROM few GROUP BY n";

  public static final String ALL_NUMBERS = "SELECT n FROM numbers";

  /** Runs for ever and gives no row. */
  public static final String NO_NUMBERS =
      "SELECT n FROM numbers WHERE CHAR_LENGTH(CAST(n AS STRING)) > 100";

  public static final String DIVIDE_BY_ZERO = "SELECT n / (n - 7) AS q FROM few";

  public static final String WRONG_COLUMN = "SELECT nope FROM few";

  public static final String INSERT_NUMBERS = "INSERT INTO nowhere SELECT n FROM numbers";

  private ContractStatements() {}
}
