package dev.millrace.jinja.runtime;

import dev.millrace.jinja.Environment;
import dev.millrace.jinja.MacroDefinition;
import dev.millrace.jinja.Rendered;
import dev.millrace.jinja.ReturnOutsideMacroException;
import dev.millrace.jinja.StaticCall;
import dev.millrace.jinja.Template;
import dev.millrace.jinja.UndefinedPolicy;
import dev.millrace.jinja.syntax.SourceText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compiled template.
 *
 * @param typed the expression when the template is nothing but one print tag over something
 *     variable: its value then needs no text; else null
 */
record CompiledTemplate(
    Environment environment,
    UndefinedPolicy policy,
    SourceText source,
    Executor body,
    Map<String, MacroDefinition> macros,
    List<StaticCall> staticCalls,
    @Nullable Evaluator typed)
    implements Template {

  CompiledTemplate {
    macros = Collections.unmodifiableMap(new LinkedHashMap<>(macros));
    staticCalls = List.copyOf(staticCalls);
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public Rendered render(Map<String, ?> context) {
    Frame frame = frame(new RenderState(environment, policy, false), context);
    run(frame);
    return frame.output.rendered();
  }

  @Override
  public Object renderNative(Map<String, ?> context) {
    Frame frame = frame(new RenderState(environment, policy, true), context);
    if (typed == null) {
      run(frame);
      return frame.output.value();
    }
    try {
      return typed.evaluate(frame);
    } catch (ReturnSignal signal) {
      throw new ReturnOutsideMacroException(signal.value(), signal.site().position());
    } catch (StackOverflowError overflow) {
      throw frame.state.overflow(new Site(source, 0));
    } catch (OutOfMemoryError exhausted) {
      throw frame.state.exhausted(new Site(source, 0));
    }
  }

  /** Renders as a part of another render. */
  String renderInside(Frame outer, Site site) {
    Frame frame = frame(outer.state, outer.scope.context());
    outer.state.enter("render", site);
    try {
      run(frame);
    } finally {
      outer.state.leave();
    }
    String text = frame.output.text();
    outer.state.allocate(text.length());
    if (!frame.output.isEmpty()) {
      outer.state.remember(text, null, frame.output);
    }
    return text;
  }

  private Frame frame(RenderState state, Map<String, ?> context) {
    return new Frame(
        state, new Scope(context), new Output(source, state.limits().maxOutputChars()));
  }

  private void run(Frame frame) {
    Site start = new Site(source, 0);
    try {
      if (body.execute(frame) == Completion.RETURN) {
        Site site = frame.returnSite == null ? start : frame.returnSite;
        throw new ReturnOutsideMacroException(frame.returned, site.position());
      }
    } catch (ReturnSignal signal) {
      throw new ReturnOutsideMacroException(signal.value(), signal.site().position());
    } catch (StackOverflowError overflow) {
      throw frame.state.overflow(start);
    } catch (OutOfMemoryError exhausted) {
      throw frame.state.exhausted(start);
    }
  }

  @Override
  public Template under(UndefinedPolicy other) {
    Map<String, MacroDefinition> changed = new LinkedHashMap<>();
    macros.forEach((name, macro) -> changed.put(name, macro.under(other)));
    return new CompiledTemplate(environment, other, source, body, changed, staticCalls, typed);
  }
}
