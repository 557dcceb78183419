package dev.millrace.jinja.runtime;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.CallContext;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.Environment;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.MacroFrame;
import dev.millrace.jinja.Position;
import dev.millrace.jinja.Template;
import dev.millrace.jinja.UndefinedPolicy;
import dev.millrace.jinja.values.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call, with the place and the frame it was made from. */
final class Invocation implements CallContext {
  private final Frame frame;
  private final Site site;
  private final @Nullable Callable caller;

  Invocation(Frame frame, Site site, @Nullable Callable caller) {
    this.frame = frame;
    this.site = site;
    this.caller = caller;
  }

  /** The engine's own context behind the interface. */
  static Invocation of(CallContext context) {
    if (context instanceof Invocation invocation) {
      return invocation;
    }
    throw EvaluationException.type("the call does not come from a template");
  }

  RenderState state() {
    return frame.state;
  }

  Frame frame() {
    return frame;
  }

  Site site() {
    return site;
  }

  @Override
  public Environment environment() {
    return frame.state.environment();
  }

  @Override
  public Position position() {
    return site.position();
  }

  @Override
  public List<MacroFrame> frames() {
    return frame.state.frames();
  }

  @Override
  public @Nullable Callable caller() {
    return caller;
  }

  @Override
  public @Nullable Object lookup(String name) {
    String interned = name.intern();
    Object value = frame.scope.find(interned);
    return value != null ? value : frame.state.environment().global(interned);
  }

  @Override
  public Map<String, ?> context() {
    return frame.scope.context();
  }

  @Override
  public Object call(Callable callable, List<?> positional, Map<String, ?> named) {
    List<Object> values = new ArrayList<>(positional.size());
    positional.forEach(value -> values.add(Values.of(value)));
    Map<String, Object> namedValues = new LinkedHashMap<>();
    named.forEach((name, value) -> namedValues.put(name, Values.of(value)));
    return callable.call(new Arguments(values, namedValues, new Invocation(frame, site, null)));
  }

  @Override
  public Object attribute(Object object, String name) {
    return Attributes.attribute(frame.state, object, name);
  }

  @Override
  public Object ownAttribute(Object object, String name) {
    Object value = Attributes.ownAttribute(object, name);
    return value == null ? Attributes.missing(frame.state, object, name) : value;
  }

  @Override
  public UndefinedPolicy undefinedPolicy() {
    return frame.state.policy();
  }

  @Override
  public Object item(Object object, Object key) {
    return Attributes.item(frame.state, object, key);
  }

  @Override
  public String render(Template template) {
    if (template instanceof CompiledTemplate compiled) {
      return compiled.renderInside(frame, site);
    }
    throw EvaluationException.type("the template does not belong to this engine");
  }

  @Override
  public Object undefined(String name) {
    return frame.state.undefined("'" + name + "' is undefined");
  }

  @Override
  public void allocate(long units) {
    frame.state.allocate(units);
  }

  @Override
  public void steps(long count) {
    frame.state.steps(count);
  }
}
