package dev.millrace.cli.command;

import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.inspect.Memory;
import dev.millrace.engine.inspect.MemoryWords;
import dev.millrace.engine.plan.PlanWords;
import java.time.Instant;
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
            + MemoryWords.source(snapshot, now));
    line("  " + memory.path());
    memory.start().ifPresent(start -> line("  " + MemoryWords.start(start, now)));
    if (memory.operators().isEmpty()) {
      line("  It remembers nothing.");
    }
    memory.operators().forEach(this::part);
  }

  private void part(Memory.Part part) {
    StateSnapshot.Operator operator = part.operator();
    line("");
    line("  " + shorten(part.description(), WIDTH - 16) + "  " + PlanWords.bytes(part.bytes()));
    operator.problem().ifPresent(problem -> line("    ! " + problem));
    for (Memory.Held held : part.states()) {
      switch (held.state().kind()) {
        case POSITIONS -> line("    " + MemoryWords.positions(operator.positions(), SHOWN));
        case TRANSACTIONS ->
            line("    " + MemoryWords.transactions(operator.transactions(), SHOWN));
        case TIMERS -> {
          if (MemoryWords.isTold(held)) {
            state(held);
          }
        }
        case VALUE, MAP, LIST, OPERATOR, BROADCAST, RAW -> state(held);
      }
    }
  }

  private void state(Memory.Held held) {
    StringBuilder line = new StringBuilder("    ");
    line.append(held.state().name())
        .append("  ")
        .append(held.state().kind().name().toLowerCase(Locale.ROOT));
    held.count().ifPresent(count -> line.append("  ").append(MemoryWords.count(count)));
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
