package dev.millrace.jinja.modules;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Budget;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.JinjaObject;
import dev.millrace.jinja.modules.PythonModules.Members;
import dev.millrace.jinja.values.Generator;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.PyDict;
import dev.millrace.jinja.values.PyTuple;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Python's {@code re}, on Java's expressions; matching counts as steps, so it can be stopped. */
final class RegexModule {
  private static final List<String> FUNCTIONS =
      List.of("match", "search", "fullmatch", "sub", "findall", "finditer", "split");

  private RegexModule() {}

  static JinjaObject create() {
    Members module = new Members("re");
    for (String name : FUNCTIONS) {
      module.with(
          name,
          arguments -> {
            int flags = name.equals("sub") ? 4 : name.equals("split") ? 3 : 2;
            Pattern pattern = pattern(arguments, flags);
            return run(name, pattern, without(arguments));
          });
    }
    module.with("compile", arguments -> new Compiled(pattern(arguments, 1)));
    module.with("escape", arguments -> escape(arguments.string(0, "pattern")));
    module.with("IGNORECASE", (Object) 2L).with("I", (Object) 2L);
    module.with("MULTILINE", (Object) 8L).with("M", (Object) 8L);
    module.with("DOTALL", (Object) 16L).with("S", (Object) 16L);
    return module;
  }

  private static Pattern pattern(Arguments arguments, int flagsIndex) {
    Object given = arguments.require(0, "pattern");
    if (given instanceof Compiled compiled) {
      return compiled.pattern();
    }
    Object flags = arguments.get(flagsIndex, "flags", 0L);
    return PythonRegex.compile(Python.str(given), flags instanceof Long bits ? bits : 0);
  }

  private static Arguments without(Arguments arguments) {
    List<Object> positional = arguments.positional();
    return new Arguments(
        positional.isEmpty() ? List.of() : positional.subList(1, positional.size()),
        arguments.named(),
        arguments.context());
  }

  /** Stops a match that would take too long: every character looked at is a step. */
  private record Watched(String text, Budget budget) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      budget.steps(1);
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static Object run(String name, Pattern pattern, Arguments arguments) {
    int index = name.equals("sub") ? 1 : 0;
    String text = arguments.string(index, "string");
    Matcher matcher = pattern.matcher(new Watched(text, arguments.context()));
    try {
      return switch (name) {
        case "match" -> found(matcher, matcher.lookingAt());
        case "search" -> found(matcher, matcher.find());
        case "fullmatch" -> found(matcher, matcher.matches());
        case "sub" -> substitute(matcher, text, arguments);
        case "findall" -> findAll(matcher);
        case "finditer" -> {
          List<Object> matches = new ArrayList<>();
          while (matcher.find()) {
            matches.add(found(matcher, true));
          }
          yield new Generator("callable_iterator object", matches.iterator());
        }
        default -> split(matcher, text, arguments.integer(1, "maxsplit", 0));
      };
    } catch (StackOverflowError overflow) {
      throw EvaluationException.limit("the regular expression needs too much memory");
    }
  }

  private static Object found(Matcher matcher, boolean matches) {
    return matches ? new Match(matcher.toMatchResult()) : None.NONE;
  }

  private static Object group(MatchResult match, int group) {
    return Values.of(match.group(group));
  }

  private static Object findAll(Matcher matcher) {
    List<Object> all = new ArrayList<>();
    while (matcher.find()) {
      all.add(
          switch (matcher.groupCount()) {
            case 0 -> matcher.group();
            case 1 -> text(matcher.group(1));
            default -> {
              List<Object> groups = new ArrayList<>();
              for (int i = 1; i <= matcher.groupCount(); i++) {
                groups.add(text(matcher.group(i)));
              }
              yield PyTuple.copyOf(groups);
            }
          });
    }
    return all;
  }

  private static String text(@Nullable String group) {
    return group == null ? "" : group;
  }

  private static Object split(Matcher matcher, String text, int most) {
    List<Object> parts = new ArrayList<>();
    int from = 0;
    for (int done = 0; (most == 0 || done < most) && matcher.find(); done++) {
      parts.add(text.substring(from, matcher.start()));
      for (int i = 1; i <= matcher.groupCount(); i++) {
        parts.add(group(matcher, i));
      }
      from = matcher.end();
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static Object substitute(Matcher matcher, String text, Arguments arguments) {
    Object replacement = arguments.require(0, "repl");
    int most = arguments.integer(2, "count", 0);
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (int done = 0; (most == 0 || done < most) && matcher.find(); done++) {
      out.append(text, from, matcher.start());
      String piece =
          replacement instanceof Callable callable
              ? Python.str(
                  arguments
                      .context()
                      .call(callable, List.of(new Match(matcher.toMatchResult())), Map.of()))
              : PythonRegex.expand(Python.str(replacement), matcher);
      arguments.context().allocate(piece.length());
      out.append(piece);
      from = matcher.end();
    }
    return out.append(text, from, text.length()).toString();
  }

  private static String escape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      boolean special = "()[]{}?*+-|^$\\.&~# \t\n\r\u000b\f".indexOf(character) >= 0;
      out.append(special ? "\\" : "").append(character);
    }
    return out.toString();
  }

  private record Compiled(Pattern pattern) implements JinjaObject {
    @Override
    public @Nullable Object attribute(String name) {
      if (name.equals("pattern")) {
        return pattern.pattern();
      }
      return FUNCTIONS.contains(name)
          ? Callable.named(name, arguments -> run(name, pattern, arguments))
          : null;
    }

    @Override
    public String str() {
      return "re.compile(" + Python.repr(pattern.pattern()) + ")";
    }

    @Override
    public String typeName() {
      return "re.Pattern";
    }
  }

  private record Match(MatchResult result) implements JinjaObject {
    @Override
    public @Nullable Object attribute(String name) {
      return switch (name) {
        case "group" -> Callable.named(name, this::groups);
        case "groups" ->
            Callable.named(
                name,
                arguments -> {
                  List<Object> groups = new ArrayList<>();
                  for (int i = 1; i <= result.groupCount(); i++) {
                    groups.add(group(result, i));
                  }
                  return PyTuple.copyOf(groups);
                });
        case "groupdict" -> Callable.named(name, arguments -> named());
        case "start" -> Callable.named(name, arguments -> (long) result.start(index(arguments)));
        case "end" -> Callable.named(name, arguments -> (long) result.end(index(arguments)));
        case "span" ->
            Callable.named(
                name,
                arguments ->
                    PyTuple.of(
                        (long) result.start(index(arguments)),
                        (long) result.end(index(arguments))));
        default -> null;
      };
    }

    private int index(Arguments arguments) {
      return index(arguments.get(0, "group", 0L));
    }

    private int index(Object group) {
      Integer index =
          switch (group) {
            case Long number -> number.intValue();
            case String name -> result.namedGroups().get(name);
            default -> null;
          };
      if (index == null || index < 0 || index > result.groupCount()) {
        throw EvaluationException.type("no such group");
      }
      return index;
    }

    private Object groups(Arguments arguments) {
      List<Object> wanted = arguments.positional();
      if (wanted.size() < 2) {
        return group(result, wanted.isEmpty() ? 0 : index(wanted.getFirst()));
      }
      return PyTuple.copyOf(wanted.stream().map(each -> group(result, index(each))).toList());
    }

    private Object named() {
      PyDict dict = new PyDict();
      result.namedGroups().entrySet().stream()
          .sorted(Map.Entry.comparingByValue())
          .forEach(entry -> dict.put(entry.getKey(), group(result, entry.getValue())));
      return dict;
    }

    @Override
    public @Nullable Object item(Object key) {
      return group(result, index(key));
    }

    @Override
    public String str() {
      return "<re.Match object; span=("
          + result.start()
          + ", "
          + result.end()
          + "), match="
          + Python.repr(result.group())
          + ">";
    }

    @Override
    public String typeName() {
      return "re.Match";
    }
  }
}
