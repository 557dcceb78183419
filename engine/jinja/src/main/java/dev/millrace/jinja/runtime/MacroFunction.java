package dev.millrace.jinja.runtime;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.MacroDefinition;
import dev.millrace.jinja.values.PyDict;
import dev.millrace.jinja.values.PyTuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A macro together with the scope it was defined in: what a template calls. */
final class MacroFunction implements Callable {
  private final CompiledMacro macro;
  private final Scope definedIn;

  MacroFunction(CompiledMacro macro, Scope definedIn) {
    this.macro = macro;
    this.definedIn = definedIn;
  }

  @Override
  public Object call(Arguments arguments) {
    Invocation invocation = Invocation.of(arguments.context());
    RenderState state = invocation.state();
    Scope scope = new Scope(definedIn);
    Frame frame =
        new Frame(state, scope, new Output(macro.source(), state.limits().maxOutputChars()));
    Object[] given = bind(arguments, invocation, scope);
    state.enter(macro.name(), invocation.site());
    try {
      fill(frame, given);
      if (macro.body().execute(frame) == Completion.RETURN) {
        if (macro.caller()) {
          throw new ReturnSignal(frame.returned, macro.site());
        }
        return frame.returned;
      }
      String text = frame.output.text();
      state.allocate(text.length());
      if (!frame.output.isEmpty()) {
        state.remember(text, macro.caller() ? null : macro.name(), frame.output);
      }
      return text;
    } catch (ReturnSignal signal) {
      if (macro.caller()) {
        throw signal;
      }
      return signal.value();
    } catch (StackOverflowError overflow) {
      throw state.overflow(invocation.site());
    } finally {
      state.leave();
    }
  }

  // Jinja2's rule: spare arguments are an error unless the body names varargs or kwargs.
  private @Nullable Object[] bind(Arguments arguments, Invocation invocation, Scope scope) {
    List<MacroDefinition.Parameter> parameters = macro.parameters();
    List<Object> positional = arguments.positional();
    int count = parameters.size();
    @Nullable Object[] given = new @Nullable Object[count];
    for (int i = 0; i < Math.min(count, positional.size()); i++) {
      given[i] = positional.get(i);
    }
    Map<String, Object> named = arguments.named();
    Callable caller = invocation.caller();
    if (!named.isEmpty() || caller != null) {
      named = new LinkedHashMap<>(named);
      if (caller != null) {
        named.put("caller", caller);
      }
      for (int i = positional.size(); i < count; i++) {
        given[i] = named.remove(parameters.get(i).name());
      }
    }
    if (macro.usesCaller()) {
      Object value = named.isEmpty() ? null : named.remove("caller");
      scope.set(
          "caller", value == null ? invocation.state().undefined("No caller defined") : value);
    }
    if (macro.usesKwargs()) {
      scope.set("kwargs", new PyDict(named));
    } else if (!named.isEmpty()) {
      throw unexpected(named);
    }
    if (macro.usesVarargs()) {
      scope.set(
          "varargs",
          PyTuple.copyOf(
              positional.subList(Math.min(count, positional.size()), positional.size())));
    } else if (positional.size() > count) {
      throw EvaluationException.type(
          "macro '" + macro.name() + "' takes not more than " + count + " argument(s)");
    }
    return given;
  }

  private EvaluationException unexpected(Map<String, Object> named) {
    if (named.containsKey("caller")) {
      return EvaluationException.type(
          "macro '"
              + macro.name()
              + "' was invoked with two values for the special caller argument."
              + " This is most likely a bug.");
    }
    return EvaluationException.type(
        "macro '"
            + macro.name()
            + "' takes no keyword argument '"
            + named.keySet().iterator().next()
            + "'");
  }

  private void fill(Frame frame, @Nullable Object[] given) {
    for (int i = 0; i < given.length; i++) {
      String name = macro.parameters().get(i).name();
      Object value = given[i];
      if (value == null) {
        value = macro.defaults().get(i).evaluate(frame);
      }
      frame.scope.set(name, value);
    }
  }

  @Nullable Object attribute(String name) {
    return switch (name) {
      case "name" -> macro.name();
      case "arguments" ->
          PyTuple.copyOf(macro.parameters().stream().map(MacroDefinition.Parameter::name).toList());
      case "caller" -> macro.usesCaller();
      case "catch_kwargs" -> macro.usesKwargs();
      case "catch_varargs" -> macro.usesVarargs();
      default -> null;
    };
  }

  @Override
  public String name() {
    return macro.name();
  }

  @Override
  public String repr() {
    return "<Macro '" + macro.name() + "'>";
  }

  @Override
  public String typeName() {
    return "Macro";
  }
}
