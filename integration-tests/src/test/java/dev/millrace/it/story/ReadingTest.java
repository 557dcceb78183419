package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.it.CommandLineUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that read a project and ask nobody. */
class ReadingTest {
  @TempDir private Path folder;

  @Test
  void readingListingAndCompilingStartNoProcess() throws IOException {
    try (CommandLineUser user = CommandLineUser.withShop(folder)) {
      user.types("parse").succeeds();
      user.types("ls", "--select", "+customer_totals", "--output", "json").succeeds();
      user.types("compile", "--select", "customer_totals").succeeds();
      user.types("docs", "generate", "--empty-catalog").succeeds();
      user.types("docs", "generate", "--select", "nobody").succeeds();
      assertThat(runs(user)).as("the planner runs").isFalse();
      assertThat(user.project().resolve("target/manifest.json")).exists();
    }
  }

  @Test
  void typesAreCheckedWhereTheCallerAsksForIt() throws IOException {
    try (CommandLineUser user = CommandLineUser.withShop(folder)) {
      user.edit("models/marts/customer_totals.sql", "SUM(amount)", "SUM(amounts)");
      assertThat(user.asks("parse").get("checked").asBoolean()).isFalse();
      assertThat(user.types("parse", "--check").exits(2).err()).contains("amounts");
      assertThat(runs(user)).as("the planner runs").isTrue();
      assertThat(user.types("compile", "--check").exits(2).err()).contains("amounts");
    }
  }

  /** A process of ours is found by the file it writes when it is ready. */
  private static boolean runs(CommandLineUser user) throws IOException {
    try (Stream<Path> files = Files.walk(user.data())) {
      return files.anyMatch(file -> String.valueOf(file.getFileName()).startsWith("ready-"));
    }
  }
}
