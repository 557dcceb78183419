package dev.millrace.jinja.runtime;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.BlockTag;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.Environment;
import dev.millrace.jinja.MacroDefinition;
import dev.millrace.jinja.Position;
import dev.millrace.jinja.StaticCall;
import dev.millrace.jinja.UndefinedPolicy;
import dev.millrace.jinja.syntax.SourceText;
import dev.millrace.jinja.values.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A compiled macro.
 *
 * @param defaults one per parameter; an undefined value for those that have none
 * @param caller whether it is the body of a call block, which does not receive {@code return}
 */
record CompiledMacro(
    Environment environment,
    UndefinedPolicy policy,
    SourceText source,
    Site site,
    String name,
    List<Parameter> parameters,
    List<Evaluator> defaults,
    Executor body,
    List<StaticCall> staticCalls,
    @Nullable BlockTag blockTag,
    boolean usesCaller,
    boolean usesVarargs,
    boolean usesKwargs,
    boolean caller)
    implements MacroDefinition {

  CompiledMacro {
    parameters = List.copyOf(parameters);
    defaults = List.copyOf(defaults);
    staticCalls = List.copyOf(staticCalls);
  }

  @Override
  public Position position() {
    return site.position();
  }

  @Override
  public Optional<BlockTag> tag() {
    return Optional.ofNullable(blockTag);
  }

  @Override
  public Callable bind(Map<String, ?> context) {
    return new MacroFunction(this, new Scope(context));
  }

  @Override
  public Object call(Map<String, ?> context, List<?> positional, Map<String, ?> named) {
    RenderState state = new RenderState(environment, policy, false);
    Scope scope = new Scope(context);
    Frame frame =
        new Frame(state, scope, new Output(source, environment.limits().maxOutputChars()));
    List<Object> values = new ArrayList<>(positional.size());
    positional.forEach(value -> values.add(Values.of(value)));
    Map<String, Object> namedValues = new LinkedHashMap<>();
    named.forEach((key, value) -> namedValues.put(key, Values.of(value)));
    Invocation invocation = new Invocation(frame, site, null);
    try {
      return new MacroFunction(this, scope).call(new Arguments(values, namedValues, invocation));
    } catch (RuntimeException failure) {
      throw state.failure(failure, site);
    }
  }

  @Override
  public MacroDefinition under(UndefinedPolicy other) {
    return new CompiledMacro(
        environment,
        other,
        source,
        site,
        name,
        parameters,
        defaults,
        body,
        staticCalls,
        blockTag,
        usesCaller,
        usesVarargs,
        usesKwargs,
        caller);
  }
}
