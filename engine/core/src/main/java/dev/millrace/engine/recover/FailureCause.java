package dev.millrace.engine.recover;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a job did not start or does not run, read from Flink's words. */
public sealed interface FailureCause {
  /**
   * There is state that no operator of the job takes.
   *
   * @param operatorId 32 hexadecimal digits
   */
  record NoOwner(String operatorId) implements FailureCause {
    public NoOwner {
      requireNonNull(operatorId, "operatorId");
    }
  }

  /**
   * State of an operator has another form than the operator wants.
   *
   * @param operatorId 32 hexadecimal digits; empty where Flink does not tell
   * @param nodes of the plan, one of which it is, where Flink tells only of the task
   */
  record OtherForm(Optional<String> operatorId, List<Integer> nodes) implements FailureCause {
    public OtherForm {
      requireNonNull(operatorId, "operatorId");
      nodes = List.copyOf(nodes);
    }
  }

  /** The state was written for another maximum parallelism. */
  record OtherMaxParallelism(int stored, int wanted) implements FailureCause {}

  /** There is no savepoint or checkpoint at the path. */
  record Missing() implements FailureCause {}

  /** A file that the savepoint or checkpoint refers to is not there. */
  record FileMissing(String file) implements FailureCause {
    public FileMissing {
      requireNonNull(file, "file");
    }
  }

  /** What lies at the path cannot be read as a savepoint or checkpoint. */
  record Unreadable() implements FailureCause {}

  /**
   * A record cannot be read.
   *
   * @param words Flink's, the record often among them
   */
  record BadRecord(String words) implements FailureCause {
    public BadRecord {
      requireNonNull(words, "words");
    }
  }

  /**
   * A row was to be written without a value where the table must have one.
   *
   * @param column of the table
   */
  record NullWritten(String column) implements FailureCause {
    public NullWritten {
      requireNonNull(column, "column");
    }
  }

  /** There were not enough task slots. */
  record NoSlots() implements FailureCause {}

  /** Anything else. */
  record Other(String words) implements FailureCause {
    public Other {
      requireNonNull(words, "words");
    }
  }

  /** Whether the state does not fit the job, so that trying again from it changes nothing. */
  default boolean isOfTheState() {
    return switch (this) {
      case NoOwner unused -> true;
      case OtherForm unused -> true;
      case OtherMaxParallelism unused -> true;
      case Missing unused -> true;
      case FileMissing unused -> true;
      case Unreadable unused -> true;
      case BadRecord unused -> false;
      case NullWritten unused -> false;
      case NoSlots unused -> false;
      case Other unused -> false;
    };
  }

  /** Reads one of Flink's sentences, or several in a row. */
  static FailureCause of(String words) {
    Matcher noOwner = Words.NO_OWNER.matcher(words);
    if (noOwner.find()) {
      return new NoOwner(noOwner.group(1));
    }
    Matcher parallelism = Words.MAX_PARALLELISM.matcher(words);
    if (parallelism.find()) {
      return new OtherMaxParallelism(
          Integer.parseInt(parallelism.group(1)), Integer.parseInt(parallelism.group(2)));
    }
    if (Words.MISSING.matcher(words).find()) {
      return new Missing();
    }
    Matcher file = Words.FILE_MISSING.matcher(words);
    if (file.find()) {
      return new FileMissing(file.group(1) == null ? file.group(2) : file.group(1));
    }
    if (Words.UNREADABLE.matcher(words).find()) {
      return new Unreadable();
    }
    if (Words.OTHER_FORM.matcher(words).find()) {
      Matcher operator = Words.OPERATOR.matcher(words);
      Matcher task = Words.TASK.matcher(words);
      return new OtherForm(
          operator.find() ? Optional.of(operator.group(1)) : Optional.empty(),
          task.find()
              ? Words.NODE
                  .matcher(task.group())
                  .results()
                  .map(node -> Integer.valueOf(node.group(1)))
                  .toList()
              : List.of());
    }
    // It comes wrapped in what is said of any record.
    Matcher nullWritten = Words.NULL_WRITTEN.matcher(words);
    if (nullWritten.find()) {
      return new NullWritten(nullWritten.group(1));
    }
    if (Words.BAD_RECORD.matcher(words).find()) {
      return new BadRecord(words);
    }
    return Words.NO_SLOTS.matcher(words).find() ? new NoSlots() : new Other(words);
  }

  /** What Flink 2.3 says. */
  final class Words {
    private static final Pattern NO_OWNER =
        Pattern.compile("Cannot map checkpoint/savepoint state for operator ([0-9a-f]{32})");
    private static final Pattern MAX_PARALLELISM =
        Pattern.compile(
            "with max parallelism (\\d+) to (?:the )?new program with max parallelism (\\d+)");
    private static final Pattern OTHER_FORM =
        Pattern.compile(
            "serializer \\(.*must (?:not be incompatible|be compatible)|StateMigrationException",
            Pattern.DOTALL);
    private static final Pattern OPERATOR = Pattern.compile("_([0-9a-f]{32})_\\(\\d+/\\d+\\)");
    private static final Pattern TASK = Pattern.compile("Task [^:]*\\[\\d+]");
    private static final Pattern NODE = Pattern.compile("\\[(\\d+)]");
    private static final Pattern MISSING =
        Pattern.compile("Cannot find checkpoint or savepoint|Cannot find meta data file");
    private static final Pattern FILE_MISSING =
        Pattern.compile("FileNotFoundException: (\\S+)|(\\S+) \\(No such file or directory\\)");
    private static final Pattern UNREADABLE =
        Pattern.compile(
            "Unexpected magic number|Cannot deserialize savepoint|[Cc]orrupt|EOFException");
    private static final Pattern BAD_RECORD =
        Pattern.compile("[Ff]ailed to deserialize|Could not forward element");
    private static final Pattern NULL_WRITTEN =
        Pattern.compile(
            "Column '(.+)' is NOT NULL, however, a null value is being written into it");
    private static final Pattern NO_SLOTS =
        Pattern.compile("Could not acquire the minimum required resources|NoResourceAvailable");

    private Words() {}
  }
}
