package dev.millrace.jinja.runtime;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.JinjaObject;
import dev.millrace.jinja.values.Iteration;
import dev.millrace.jinja.values.PyTuple;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The variable {@code loop}. Looks ahead only when a template asks for what lies ahead. */
final class LoopContext implements JinjaObject, Callable, Iterator<Object> {
  private final Loop loop;
  private final RenderState state;
  private final Scope outer;
  private final int depth;
  private Iterator<Object> elements;
  private int knownLength;
  private int index = -1;
  private @Nullable Object previous;
  private @Nullable Object current;
  private @Nullable Object ahead;
  private @Nullable Object lastChanged;

  /**
   * @param knownLength the number of elements, or -1 when it must be counted
   * @param depth 0 unless the loop calls itself
   */
  LoopContext(
      Loop loop,
      RenderState state,
      Scope outer,
      Iterator<Object> elements,
      int knownLength,
      int depth) {
    this.loop = loop;
    this.state = state;
    this.outer = outer;
    this.elements = elements;
    this.knownLength = knownLength;
    this.depth = depth;
  }

  @Override
  public boolean hasNext() {
    return ahead != null || elements.hasNext();
  }

  @Override
  public Object next() {
    Object element = ahead == null ? elements.next() : ahead;
    ahead = null;
    previous = current;
    current = element;
    index++;
    return element;
  }

  private @Nullable Object peek() {
    if (ahead == null && elements.hasNext()) {
      ahead = elements.next();
    }
    return ahead;
  }

  private int count() {
    if (knownLength < 0) {
      List<Object> rest = new ArrayList<>();
      while (elements.hasNext()) {
        state.steps(1);
        state.allocate(16);
        rest.add(elements.next());
      }
      elements = rest.iterator();
      knownLength = index + 1 + (ahead == null ? 0 : 1) + rest.size();
    }
    return knownLength;
  }

  @Override
  public @Nullable Object attribute(String name) {
    return switch (name) {
      case "index" -> index + 1L;
      case "index0" -> (long) index;
      case "first" -> index == 0;
      case "last" -> peek() == null;
      case "length" -> (long) count();
      case "revindex" -> (long) count() - index;
      case "revindex0" -> (long) count() - index - 1;
      case "depth" -> depth + 1L;
      case "depth0" -> (long) depth;
      case "previtem" -> previous == null ? state.undefined("there is no previous item") : previous;
      case "nextitem" -> {
        Object next = peek();
        yield next == null ? state.undefined("there is no next item") : next;
      }
      case "changed" -> Callable.named("changed", this::changed);
      case "cycle" -> Callable.named("cycle", this::cycle);
      default -> null;
    };
  }

  private Object changed(Arguments arguments) {
    PyTuple values = PyTuple.copyOf(arguments.positional());
    boolean changed = lastChanged == null || !values.equals(lastChanged);
    lastChanged = values;
    return changed;
  }

  private Object cycle(Arguments arguments) {
    List<Object> choices = arguments.positional();
    if (choices.isEmpty()) {
      throw EvaluationException.type("no items for cycling given");
    }
    return choices.get(index % choices.size());
  }

  /** {@code loop(elements)}: the loop over other elements, as text. */
  @Override
  public Object call(Arguments arguments) {
    if (!loop.recursive()) {
      throw EvaluationException.type(
          "The loop must have the 'recursive' marker to be called recursively.");
    }
    Object iterable = arguments.require(0, "iterable");
    Invocation invocation = Invocation.of(arguments.context());
    RenderState calling = invocation.state();
    Frame frame =
        new Frame(
            calling,
            new Scope(outer),
            new Output(loop.source(), calling.limits().maxOutputChars()));
    calling.enter("loop", invocation.site());
    try {
      if (loop.run(frame, iterable, depth + 1) == Completion.RETURN) {
        throw new ReturnSignal(frame.returned, invocation.site());
      }
      String text = frame.output.text();
      calling.allocate(text.length());
      calling.remember(text, null, frame.output);
      return text;
    } finally {
      calling.leave();
    }
  }

  static int knownLength(Object iterable) {
    return Iteration.size(iterable);
  }

  @Override
  public String str() {
    return "<LoopContext " + (index + 1) + "/" + count() + ">";
  }

  @Override
  public String name() {
    return "loop";
  }

  @Override
  public String repr() {
    return str();
  }

  @Override
  public String typeName() {
    return "LoopContext";
  }
}
