package dev.millrace.engine.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.Watermark;
import org.junit.jupiter.api.Test;

class ReadModesTest {
  private static final String QUIET =
      ", 'properties.enable.auto.commit' = 'false'"
          + ", 'properties.commit.offsets.on.checkpoint' = 'false'";

  @Test
  void kafkaIsReadFromItsStartToItsEndOfNow() {
    assertThat(ReadModes.bounded(table("'connector' = 'kafka', 'topic' = 't'"), 10))
        .isEqualTo(
            table(
                "'connector' = 'kafka', 'topic' = 't'"
                    + QUIET
                    + ", 'scan.startup.mode' = 'earliest-offset'"
                    + ", 'scan.bounded.mode' = 'latest-offset'"));
  }

  @Test
  void optionsThatAreThereAreReplacedInTheirPlace() {
    String bounded =
        ReadModes.bounded(
            table(
                "'scan.startup.mode'='latest-offset', -- from now on\n"
                    + "  'scan.bounded.mode' = 'unbounded',\n 'connector'='kafka'"),
            10);

    assertThat(bounded)
        .isEqualTo(
            table(
                "'scan.startup.mode'='earliest-offset', -- from now on\n"
                    + "  'scan.bounded.mode' = 'latest-offset',\n 'connector'='kafka'"
                    + QUIET));
  }

  @Test
  void anEndThatTheTableDeclaresIsKept() {
    assertThat(
            ReadModes.bounded(
                table("'connector'='upsert-kafka','scan.bounded.mode'='timestamp'"), 10))
        .isEqualTo(table("'connector'='upsert-kafka','scan.bounded.mode'='timestamp'" + QUIET));
  }

  @Test
  void anUpsertTableHasNoStartToChoose() {
    assertThat(ReadModes.bounded(table("'connector'='upsert-kafka'"), 10))
        .doesNotContain("startup")
        .contains("'scan.bounded.mode' = 'latest-offset'");
  }

  @Test
  void aSlowGeneratorYieldsItsRowsAtOnce() {
    assertThat(ReadModes.bounded(table("'connector'='datagen', 'rows-per-second'='5'"), 100))
        .isEqualTo(
            table("'connector'='datagen', 'rows-per-second'='100', 'number-of-rows' = '100'"));
  }

  @Test
  void aGeneratorWithFewerRowsKeepsThem() {
    assertThat(ReadModes.bounded(table("'connector'='datagen', 'number-of-rows'='7'"), 100))
        .isEqualTo(table("'connector'='datagen', 'number-of-rows'='7'"));
  }

  @Test
  void otherConnectorsAndOtherStatementsStayAsTheyAre() {
    String files = table("'connector'='filesystem', 'path'='/tmp/x'");
    assertThat(ReadModes.bounded(files, 10)).isEqualTo(files);
    String view = "CREATE VIEW v AS SELECT * FROM t WHERE connector = 'kafka'";
    assertThat(ReadModes.bounded(view, 10)).isEqualTo(view);
    assertThat(ReadModes.bounded("CREATE TABLE broken (", 10)).isEqualTo("CREATE TABLE broken (");
  }

  @Test
  void quotesPlaceholdersAndLineEndsSurvive() {
    String statement =
        """
        CREATE TABLE `c`.`d`.`t` (
          `a` STRING COMMENT 'it''s, ''WITH'' (é)',
          ts TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL
        ) WITH (
          'properties.sasl.jaas.config' = 'user="x" password="${secret:PASSWORD}"',
          'connector' = 'kafka'
        )\
        """
            .replace("\n", "\r\n");

    assertThat(ReadModes.bounded(statement, 10))
        .isEqualTo(
            statement.replace(
                "'connector' = 'kafka'",
                "'connector' = 'kafka'"
                    + QUIET
                    + ", 'scan.startup.mode' = 'earliest-offset'"
                    + ", 'scan.bounded.mode' = 'latest-offset'"));
  }

  @Test
  void aLiveReaderChoosesWhereToStart() {
    String kafka = table("'connector'='kafka'");
    assertThat(ReadModes.live(kafka, LiveQuery.StartAt.LATEST))
        .isEqualTo(
            table("'connector'='kafka'" + QUIET + ", 'scan.startup.mode' = 'latest-offset'"));
    assertThat(ReadModes.live(kafka, LiveQuery.StartAt.DECLARED))
        .isEqualTo(table("'connector'='kafka'" + QUIET));
  }

  @Test
  void theDeclaredWatermarkIsFound() {
    assertThat(
            DeclaredWatermark.of(
                "CREATE TABLE t (ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)"
                    + " WITH ('connector'='datagen')"))
        .contains(new Watermark("ts", "`ts` - INTERVAL '5' SECOND"));
    assertThat(DeclaredWatermark.of(table("'connector'='datagen'"))).isEmpty();
  }

  private static String table(String options) {
    return "CREATE TABLE `c`.`d`.`t` (`a` INT) WITH (" + options + ")";
  }
}
