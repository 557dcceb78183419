package dev.millrace.cli.command;

import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.inspect.Memory;
import dev.millrace.engine.plan.PlanWords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a job remembers, for people. */
final class StateText {
  private static final int WIDTH = 100;
  private static final int SHOWN = 8;

  private final StringBuilder text = new StringBuilder();

  private StateText() {}

  static String of(Memory memory, Instant now) {
    StateText text = new StateText();
    text.write(memory, now);
    return text.text.toString().stripTrailing();
  }

  private void write(Memory memory, Instant now) {
    StateSnapshot snapshot = memory.snapshot();
    line(
        memory.model().map(DeployProgress::name).orElse("Nobody's that the ledger knows")
            + "  "
            + PlanWords.bytes(snapshot.bytes())
            + " - "
            + kind(snapshot)
            + " "
            + snapshot.number()
            + ", "
            + PlanWords.ago(Duration.between(snapshot.writtenAt(), now))
            + " ago - "
            + snapshot.format().name().toLowerCase(Locale.ROOT));
    line("  " + memory.path());
    if (memory.operators().isEmpty()) {
      line("  It remembers nothing.");
    }
    memory.operators().forEach(this::part);
  }

  private static String kind(StateSnapshot snapshot) {
    return switch (snapshot.kind()) {
      case CHECKPOINT -> "checkpoint";
      case SAVEPOINT -> "savepoint";
      case UNKNOWN -> "checkpoint or savepoint";
    };
  }

  private void part(Memory.Part part) {
    StateSnapshot.Operator operator = part.operator();
    line("");
    line(
        "  "
            + shorten(part.description(), WIDTH - 16)
            + "  "
            + PlanWords.bytes(operator.bytes() + operator.coordinatorBytes()));
    operator.problem().ifPresent(problem -> line("    ! " + problem));
    for (Memory.Held held : part.states()) {
      switch (held.state().kind()) {
        case POSITIONS -> positions(operator);
        case TRANSACTIONS -> transactions(operator);
        case TIMERS -> {
          if (held.count().map(count -> count.entries() > 0).orElse(false)) {
            state(held);
          }
        }
        case VALUE, MAP, LIST, OPERATOR, BROADCAST, RAW -> state(held);
      }
    }
  }

  private void positions(StateSnapshot.Operator operator) {
    if (operator.positions().isEmpty()) {
      line("    positions, in a form of the connector's own");
      return;
    }
    List<String> shown = new ArrayList<>();
    operator.positions().stream()
        .limit(SHOWN)
        .forEach(
            position ->
                shown.add(
                    position.topic()
                        + "-"
                        + position.partition()
                        + " at "
                        + at(position.offset())));
    int more = operator.positions().size() - shown.size();
    line(
        "    positions  " + String.join(", ", shown) + (more > 0 ? ", and " + more + " more" : ""));
  }

  /** Offsets below zero stand for a place. */
  private static String at(long offset) {
    return switch ((int) Math.max(offset, -3)) {
      case -1 -> "its end";
      case -2 -> "its beginning";
      case -3 -> "the group's offset";
      default -> Long.toString(offset);
    };
  }

  private void transactions(StateSnapshot.Operator operator) {
    int count = operator.transactions().size();
    line(
        count == 0
            ? "    no transaction waits for its commit"
            : "    transactions that wait for their commit: "
                + String.join(", ", operator.transactions().stream().limit(SHOWN).toList())
                + (count > SHOWN ? ", and " + (count - SHOWN) + " more" : ""));
  }

  private void state(Memory.Held held) {
    StringBuilder line = new StringBuilder("    ");
    line.append(held.state().name())
        .append("  ")
        .append(held.state().kind().name().toLowerCase(Locale.ROOT));
    held.count()
        .ifPresent(
            count -> {
              line.append(String.format(Locale.ROOT, "  %,d entries", count.entries()));
              if (count.bytes() > 0) {
                line.append(", ").append(PlanWords.bytes(count.bytes()));
              }
            });
    if (held.state().timeToLive()) {
      line.append("  expires");
    }
    line(line.toString());
    fields("by", held.columns().key());
    fields("in", held.state().namespace());
    fields("map by", held.columns().mapKey());
    fields("holds", held.columns().value());
  }

  private void fields(String word, List<String> fields) {
    if (!fields.isEmpty()) {
      line("      " + word + " " + shorten(String.join(", ", fields), WIDTH - 8 - word.length()));
    }
  }

  private void line(String line) {
    text.append(line.stripTrailing()).append('\n');
  }

  private static String shorten(String value, int width) {
    return value.length() <= width ? value : value.substring(0, width - 3) + "...";
  }
}
