package dev.millrace.cli.options;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** dbt takes options before and after the command; picocli binds them to the word they follow. */
public final class Arguments {
  private Arguments() {}

  /**
   * The arguments with options that stand before the command put behind it. What is not understood
   * stays as it is, for the parser to say so.
   */
  public static List<String> ordered(CommandLine root, List<String> arguments) {
    Map<String, CommandLine> commands = root.getSubcommands();
    List<String> leading = new ArrayList<>();
    int index = 0;
    while (index < arguments.size() && !commands.containsKey(arguments.get(index))) {
      String argument = arguments.get(index);
      OptionSpec option = option(commands.values(), argument);
      if (option == null || root.getCommandSpec().findOption(argument) != null) {
        return arguments;
      }
      leading.add(argument);
      index++;
      boolean takesNext = option.arity().min() > 0 && !argument.contains("=");
      if (takesNext && index < arguments.size()) {
        leading.add(arguments.get(index));
        index++;
      }
    }
    if (index == arguments.size()) {
      return arguments;
    }
    List<String> ordered = new ArrayList<>();
    CommandLine below = commands.get(arguments.get(index));
    while (below != null) {
      ordered.add(arguments.get(index));
      index++;
      below = index < arguments.size() ? below.getSubcommands().get(arguments.get(index)) : null;
    }
    ordered.addAll(leading);
    ordered.addAll(arguments.subList(index, arguments.size()));
    return ordered;
  }

  private static @Nullable OptionSpec option(Collection<CommandLine> commands, String argument) {
    if (!argument.startsWith("-")) {
      return null;
    }
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    // A negated flag is an option under its other name.
    String positive = name.startsWith("--no-") ? "--" + name.substring(5) : name;
    for (CommandLine command : commands) {
      OptionSpec named = command.getCommandSpec().findOption(name);
      OptionSpec found = named == null ? command.getCommandSpec().findOption(positive) : named;
      if (found != null) {
        return found;
      }
      OptionSpec below = option(command.getSubcommands().values(), argument);
      if (below != null) {
        return below;
      }
    }
    return null;
  }
}
