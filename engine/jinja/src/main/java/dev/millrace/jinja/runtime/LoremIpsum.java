package dev.millrace.jinja.runtime;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.values.Python;
import java.util.random.RandomGenerator;

/** Jinja2's {@code lipsum}: filler text. */
final class LoremIpsum {
  private static final String[] WORDS =
      ("lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut"
              + " labore et dolore magna aliqua enim ad minim veniam quis nostrud exercitation")
          .split(" ");

  private LoremIpsum() {}

  static Object generate(Arguments arguments) {
    int paragraphs = arguments.integer(0, "n", 5);
    boolean html = Python.truth(arguments.get(1, "html", true));
    int fewest = Math.max(1, arguments.integer(2, "min", 20));
    int most = Math.max(fewest + 1, arguments.integer(3, "max", 100));
    arguments.context().allocate(Math.max(0, 12L * paragraphs * most));
    RandomGenerator random = RandomGenerator.getDefault();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < paragraphs; i++) {
      text.append(html ? "<p>" : i == 0 ? "" : "\n\n");
      int count = random.nextInt(fewest, most);
      for (int word = 0; word < count; word++) {
        text.append(word == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
      }
      text.append(html ? ".</p>\n" : ".");
    }
    return text.toString();
  }
}
