package dev.millrace.engine.recover;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.RecordTools;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.state.CarryOver;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One way out of a trouble.
 *
 * @param does what will happen
 * @param keeps what goes on as it was
 * @param loses what does not; empty when nothing is lost
 * @param takes how long it may take, by what the last deployment took; empty when nobody knows
 * @param recommended whether it is the one to take unless somebody knows better
 * @param start what is started and from what; empty where nothing is to be started anew
 */
public record WayOut(
    Kind kind,
    String does,
    String keeps,
    Optional<String> loses,
    Optional<Duration> takes,
    boolean recommended,
    Optional<Start> start) {
  public WayOut {
    requireNonNull(kind, "kind");
    requireNonNull(does, "does");
    requireNonNull(keeps, "keeps");
    requireNonNull(loses, "loses");
    requireNonNull(takes, "takes");
    requireNonNull(start, "start");
  }

  /**
   * What is started.
   *
   * @param kind UPGRADE goes on from the state of the job that is there, REWIND from the one that
   *     is named, FRESH from none, CREATE too, where there is none
   * @param spec number of the specification
   * @param from the state that is named
   * @param carryOver what is done to that state first
   * @param leftOut records that its sources leave out
   */
  public record Start(
      Operation.Kind kind,
      long spec,
      Optional<Savepoint> from,
      CarryOver carryOver,
      List<RecordTools.UnreadableRecord> leftOut) {
    public Start {
      requireNonNull(kind, "kind");
      requireNonNull(from, "from");
      requireNonNull(carryOver, "carryOver");
      leftOut = List.copyOf(leftOut);
    }

    /** From a state, with every record. */
    public Start(long spec, Optional<Savepoint> from, CarryOver carryOver) {
      this(kind(from), spec, from, carryOver, List.of());
    }

    /** From none, with every record. */
    static Start without(Operation.Kind kind, long spec) {
      return new Start(kind, spec, Optional.empty(), CarryOver.NONE, List.of());
    }

    /** The same, but for some records. */
    Start leavingOut(List<RecordTools.UnreadableRecord> records) {
      return new Start(kind, spec, from, carryOver, records);
    }

    private static Operation.Kind kind(Optional<Savepoint> from) {
      return from.isPresent() ? Operation.Kind.REWIND : Operation.Kind.UPGRADE;
    }
  }

  /** What it comes to; the names are what a user types. */
  public enum Kind {
    /** The interrupted operation goes on or is undone. */
    RESUME,
    /** Nothing is done: the old job runs. */
    LEAVE,
    /** The same again from the same state. */
    AGAIN,
    /** What is deployed runs again from its newest state that can be used. */
    BRING_BACK,
    /** The same from an older state. */
    OLDER,
    /** Records that cannot be read are left out, all others are read. */
    SKIP,
    /** One operator begins again, all others go on. */
    RESET,
    /** What cannot be read, or not be written, is left out; the project says so. */
    TOLERATE,
    /** Sources go on where they stood, everything else begins again. */
    POSITIONS,
    /** It begins with nothing. */
    FRESH;

    /** As it is typed: {@code bring-back}. */
    public String written() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one that is written so; empty for other texts. */
    public static Optional<Kind> named(String text) {
      return Arrays.stream(values()).filter(kind -> kind.written().equals(text)).findFirst();
    }
  }

  /** The same way, recommended or not. */
  WayOut recommended(boolean so) {
    return new WayOut(kind, does, keeps, loses, takes, so, start);
  }

  /** Whether state is given up that nobody gets back: it wants a typed confirmation. */
  public boolean isGrave() {
    return switch (kind) {
      case FRESH, POSITIONS, RESET -> true;
      case SKIP -> start.filter(each -> each.kind() == Operation.Kind.FRESH).isPresent();
      case RESUME, LEAVE, AGAIN, BRING_BACK, OLDER, TOLERATE -> false;
    };
  }
}
