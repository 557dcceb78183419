package dev.millrace.engine.recover;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.RecordTools;
import dev.millrace.engine.connect.RecordTools.UnreadableRecord;
import dev.millrace.engine.ledger.Operation;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was found of the records that a job fails over, in words and as a way out.
 *
 * @param start what would be started, with every record
 */
record SkipProposal(WayOut.Start start, UnreadableRecords.Found found) {
  private static final int TOLD = 3;

  SkipProposal {
    requireNonNull(start, "start");
    requireNonNull(found, "found");
  }

  private boolean hasState() {
    return start.kind().keepsState();
  }

  /** One sentence each. */
  List<String> evidence() {
    if (found.obstacle().isPresent()) {
      return List.of("Its records were not looked at: " + found.obstacle().get());
    }
    RecordTools.Search search = found.search().orElseThrow();
    List<String> evidence = new ArrayList<>();
    for (UnreadableRecord record : search.records().subList(0, Math.min(TOLD, count()))) {
      evidence.add(
          "Record "
              + record.place()
              + ", written "
              + record.writtenAt().truncatedTo(ChronoUnit.SECONDS)
              + (record.ofKey() ? ", key " : ": ")
              + text(record)
              + " ("
              + record.says()
              + ")");
    }
    if (count() > TOLD) {
      evidence.add("and " + (count() - TOLD) + " more that cannot be read");
    }
    String begins = hasState() ? "the last checkpoint's positions" : "the earliest record";
    String tried = search.read() + (search.read() == 1 ? " record" : " records");
    if (!search.whole()) {
      evidence.add(tried + " from " + begins + " on were tried, not all that are there");
    } else if (count() == 0) {
      evidence.add(
          "All "
              + tried
              + " from "
              + begins
              + " on can be read: it is the query that fails over one of them");
    }
    return evidence;
  }

  private int count() {
    return found.records().size();
  }

  private static String text(UnreadableRecord record) {
    return (record.ofKey() ? record.key() : record.value()).orElse("");
  }

  /**
   * Leaving them out, where that is enough.
   *
   * @param possible whether the job can be given what it needs for that
   */
  Optional<WayOut> way(boolean possible, Optional<Duration> takes) {
    if (!possible || !found.areFew()) {
      return Optional.empty();
    }
    boolean one = count() == 1;
    boolean whole = found.search().filter(RecordTools.Search::whole).isPresent();
    String places =
        String.join(
                ", ", found.records().stream().limit(TOLD).map(UnreadableRecord::place).toList())
            + (count() > TOLD ? ", …" : "");
    return Optional.of(
        new WayOut(
            WayOut.Kind.SKIP,
            "Leaves out the "
                + (one ? "record that cannot" : count() + " records that cannot")
                + " be read, "
                + places
                + ", and reads all others"
                + (whole ? "" : "; there may be more further on"),
            hasState()
                ? "all state and all other records; none is read twice"
                : "all other records",
            Optional.of(
                (one ? "that record" : "those records")
                    + ", which can be copied into another topic first"
                    + (start.kind() == Operation.Kind.FRESH
                        ? "; and all state, as the full refresh wanted"
                        : "")),
            takes,
            start.kind() != Operation.Kind.FRESH,
            Optional.of(start.leavingOut(found.records()))));
  }
}
