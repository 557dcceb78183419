package dev.millrace.engine.recover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The sentences are Flink 2.3's own. */
class FailureCauseTest {
  private static final String ID = "20ba6b65f97481d5570070de90e4e791";

  @Test
  void stateWithoutAnOperatorIsKnownByTheOperatorsId() {
    assertThat(
            FailureCause.of(
                "Failed to rollback to checkpoint/savepoint file:/s/savepoint-1. Cannot map"
                    + " checkpoint/savepoint state for operator "
                    + ID
                    + " to the new program, because the operator is not available in the new"
                    + " program."))
        .isEqualTo(new FailureCause.NoOwner(ID));
  }

  @Test
  void stateOfAnotherFormIsKnownByTheTaskThatWasToTakeIt() {
    assertThat(
            FailureCause.of(
                "The job is FAILED: Could not restore keyed state backend for"
                    + " KeyedProcessOperator_"
                    + ID
                    + "_(1/1): For heap backends, the new state serializer"
                    + " (org.apache.flink.table.runtime.typeutils.RowDataSerializer@9ad7fdba) must"
                    + " not be incompatible with the old state serializer (x)."))
        .isEqualTo(new FailureCause.OtherForm(Optional.of(ID), List.of()));
  }

  /** The aggregate asks for its state when it opens, far from where states are restored. */
  @Test
  void whereOnlyTheTaskIsKnownItsNodesAre() {
    assertThat(
            FailureCause.of(
                "The job restarts again and again (2 times): Task GroupAggregate[3] ->"
                    + " ConstraintEnforcer[4] -> totals[5]: Writer: For heap backends, the new"
                    + " state serializer (x) must not be incompatible with the old state serializer"
                    + " (y)."))
        .isEqualTo(new FailureCause.OtherForm(Optional.empty(), List.of(3, 4, 5)));
  }

  @Test
  void anotherMaximumParallelismIsToldWithBothNumbers() {
    assertThat(
            FailureCause.of(
                "Max parallelism mismatch between checkpoint/savepoint state and new program."
                    + " Cannot map operator "
                    + ID
                    + " with max parallelism 128 to new program with max parallelism 64."))
        .isEqualTo(new FailureCause.OtherMaxParallelism(128, 64));
  }

  @Test
  void aSavepointThatIsNotThereIsNotTakenForADamagedOne() {
    assertThat(
            FailureCause.of(
                "Cannot find checkpoint or savepoint file/directory 'file:/s' on file system"
                    + " 'file'."))
        .isEqualTo(new FailureCause.Missing());
    assertThat(FailureCause.of("Cannot find meta data file '_metadata' in directory 'file:/s'."))
        .isEqualTo(new FailureCause.Missing());
    assertThat(
            FailureCause.of(
                "Unexpected magic number. This can have multiple reasons: (3) The savepoint file"
                    + " has been corrupted."))
        .isEqualTo(new FailureCause.Unreadable());
  }

  /** Where an operator could not restore because of it, the file is what there is to tell. */
  @Test
  void aFileThatIsGoneIsNamed() {
    assertThat(
            FailureCause.of(
                "Could not restore keyed state backend for KeyedProcessOperator_"
                    + ID
                    + "_(1/1): /s/savepoint-1/5a3e (No such file or directory)"))
        .isEqualTo(new FailureCause.FileMissing("/s/savepoint-1/5a3e"));
  }

  @Test
  void aRecordThatCannotBeReadIsNoFaultOfTheState() {
    FailureCause cause =
        FailureCause.of("Failed to deserialize JSON '{\"seq\": oops}'.: Unrecognized token 'oops'");

    assertThat(cause).isInstanceOf(FailureCause.BadRecord.class);
    assertThat(cause.isOfTheState()).isFalse();
  }

  @Test
  void aRowWithoutAValueThatItsTableMustHaveNamesTheColumn() {
    assertThat(
            FailureCause.of(
                "Could not forward element to next operator: Column 'how' is NOT NULL, however, a"
                    + " null value is being written into it. You can set job configuration"
                    + " 'table.exec.sink.not-null-enforcer'='DROP' to suppress this exception and"
                    + " drop such records silently."))
        .isEqualTo(new FailureCause.NullWritten("how"));
  }

  @Test
  void whatNobodyKnowsKeepsItsWords() {
    assertThat(FailureCause.of("Something went wrong"))
        .isEqualTo(new FailureCause.Other("Something went wrong"));
    assertThat(FailureCause.of("Could not acquire the minimum required resources."))
        .isEqualTo(new FailureCause.NoSlots());
  }
}
