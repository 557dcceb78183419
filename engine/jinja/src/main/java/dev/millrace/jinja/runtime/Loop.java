package dev.millrace.jinja.runtime;

import dev.millrace.jinja.syntax.SourceText;
import dev.millrace.jinja.values.Iteration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A compiled {@code for}.
 *
 * @param usesContext whether the body reads {@code loop}
 */
record Loop(
    SourceText source,
    Site site,
    Assigner target,
    @Nullable Evaluator condition,
    Executor body,
    Executor otherwise,
    boolean recursive,
    boolean usesContext) {

  /** Runs the loop in the frame's current scope. */
  Completion run(Frame frame, Object iterable, int depth) {
    Scope outer = frame.scope;
    Iterator<Object> elements;
    try {
      elements = Iteration.iterator(iterable);
    } catch (RuntimeException failure) {
      throw frame.state.failure(failure, site);
    }
    int length = -1;
    if (condition != null) {
      elements = new Filtered(frame, outer, elements, target, condition, site);
    } else if (usesContext) {
      length = LoopContext.knownLength(iterable);
    }
    LoopContext context = null;
    if (usesContext) {
      context = new LoopContext(this, frame.state, outer, elements, length, depth);
      elements = context;
    }
    boolean any = false;
    Completion completion = Completion.NORMAL;
    while (completion != Completion.BREAK && completion != Completion.RETURN) {
      Object element = next(frame, elements);
      if (element == null) {
        break;
      }
      any = true;
      frame.scope = new Scope(outer);
      target.assign(frame, element);
      if (context != null) {
        frame.scope.set("loop", context);
      }
      completion = body.execute(frame);
    }
    frame.scope = outer;
    if (completion == Completion.RETURN) {
      return completion;
    }
    if (any) {
      return Completion.NORMAL;
    }
    frame.scope = new Scope(outer);
    completion = otherwise.execute(frame);
    frame.scope = outer;
    return completion;
  }

  private @Nullable Object next(Frame frame, Iterator<Object> elements) {
    try {
      frame.state.steps(1);
      return elements.hasNext() ? elements.next() : null;
    } catch (RuntimeException failure) {
      throw frame.state.failure(failure, site);
    }
  }

  /** The elements that pass the loop's condition, tested as late as possible. */
  private static final class Filtered implements Iterator<Object> {
    private final Frame frame;
    private final Scope outer;
    private final Iterator<Object> elements;
    private final Assigner target;
    private final Evaluator condition;
    private final Site site;
    private @Nullable Object next;

    Filtered(
        Frame frame,
        Scope outer,
        Iterator<Object> elements,
        Assigner target,
        Evaluator condition,
        Site site) {
      this.frame = frame;
      this.outer = outer;
      this.elements = elements;
      this.target = target;
      this.condition = condition;
      this.site = site;
    }

    @Override
    public boolean hasNext() {
      Scope before = frame.scope;
      while (next == null && elements.hasNext()) {
        frame.state.steps(1);
        Object element = elements.next();
        frame.scope = new Scope(outer);
        target.assign(frame, element);
        if (ExpressionCompiler.truth(frame, condition.evaluate(frame), site)) {
          next = element;
        }
      }
      frame.scope = before;
      return next != null;
    }

    @Override
    public Object next() {
      Object element = hasNext() ? next : null;
      next = null;
      if (element == null) {
        throw new NoSuchElementException();
      }
      return element;
    }
  }
}
