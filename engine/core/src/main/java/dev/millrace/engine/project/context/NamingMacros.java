package dev.millrace.engine.project.context;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.jinja.MacroDefinition;
import dev.millrace.jinja.Position;
import dev.millrace.jinja.TemplateException;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.Python;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls the macros that make names, such as {@code generate_schema_name}. Thread-safe. */
public final class NamingMacros {
  private final ProjectScope scope;

  public NamingMacros(ProjectScope scope) {
    this.scope = scope;
  }

  /**
   * The name a macro makes.
   *
   * @param packageName the node's package; the project's macros win over its own
   * @param custom what the node's configuration asks for
   * @param node what the macro sees as {@code node}
   * @throws MillraceException JINJA_INVALID when the macro fails or gives nothing
   */
  public String name(
      String macroName, String packageName, Optional<String> custom, Map<String, Object> node) {
    MacroLibrary macros = scope.macros();
    MacroDefinition macro =
        macros
            .findIn(List.of(macros.rootPackage(), packageName), macroName)
            .or(() -> macros.findIn(macros.internalPackages(), macroName))
            .orElseThrow(() -> new IllegalStateException("no macro " + macroName));
    DbtContext context =
        new DbtContext(
            scope,
            packageName,
            DbtContext.Phase.PARSE,
            new Outside(),
            Map.of("execute", false, "node", node));
    Object custom0 = custom.isPresent() ? custom.get() : None.NONE;
    String name;
    try {
      name = Python.str(macro.call(context, List.of(custom0, node), Map.of())).strip();
    } catch (TemplateException e) {
      throw new MillraceException(Faults.of(e), e);
    }
    if (name.isEmpty() || name.equals("None")) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.JINJA_INVALID,
                  "The macro " + macroName + " gives no name for " + node.get("name"))
              .at(Faults.position(macro.position()))
              .remedy("Let it print a name"));
    }
    return name;
  }

  /** Names are made outside of any file. */
  private static final class Outside implements NodeActions {
    @Override
    public Object ref(
        Optional<String> packageName, String name, Optional<String> version, Position position) {
      return "";
    }

    @Override
    public Object source(String source, String table, Position position) {
      return "";
    }

    @Override
    public void configure(Map<String, Object> values, Position position) {}

    @Override
    public @Nullable Object configured(String key) {
      return null;
    }

    @Override
    public void warn(String message, Position position) {}
  }
}
