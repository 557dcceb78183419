package dev.millrace.jinja.runtime;

import dev.millrace.jinja.Budget;
import dev.millrace.jinja.Environment;
import dev.millrace.jinja.ErrorKind;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.Limits;
import dev.millrace.jinja.MacroFrame;
import dev.millrace.jinja.SourceMap;
import dev.millrace.jinja.TemplateException;
import dev.millrace.jinja.UndefinedPolicy;
import dev.millrace.jinja.values.Undefined;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all frames of one render share: limits, open macro calls, maps of captured texts. */
final class RenderState implements Budget {
  private static final int STEPS_BETWEEN_LOOKS = 256;
  private static final long UNITS_BETWEEN_LOOKS = 1L << 16;
  // Smaller ones are many steps before they are much memory.
  private static final int LARGE_TEXT = 1024;
  // Maps kept for texts that may still be printed; beyond it the older ones are forgotten.
  private static final int MAX_TRACES = 4096;

  private final Environment environment;
  private final UndefinedPolicy policy;
  private final Limits limits;
  private final long end;
  private final List<String> openNames = new ArrayList<>();
  private final List<Site> openSites = new ArrayList<>();
  private final IdentityHashMap<String, Trace> traces = new IdentityHashMap<>();
  private final boolean typed;
  private long steps;
  private long nextLook = STEPS_BETWEEN_LOOKS;
  private long allocated;
  private long nextTimeLook = UNITS_BETWEEN_LOOKS;

  /** The map of a captured text. */
  record Trace(@Nullable String macro, SourceMap map) {}

  /**
   * @param typed whether dbt's conversions are carried out
   */
  RenderState(Environment environment, UndefinedPolicy policy, boolean typed) {
    this.typed = typed;
    this.environment = environment;
    this.policy = policy;
    this.limits = environment.limits();
    this.end = System.nanoTime() + limits.deadline().toNanos();
  }

  Environment environment() {
    return environment;
  }

  UndefinedPolicy policy() {
    return policy;
  }

  boolean isTyped() {
    return typed;
  }

  Limits limits() {
    return limits;
  }

  @Override
  public void allocate(long units) {
    if (units > limits.maxAllocation() - allocated) {
      throw EvaluationException.limit(
          "the template makes more than " + limits.maxAllocation() + " characters and elements");
    }
    allocated += units;
    // Whoever makes much works long, and may take few steps.
    if (allocated >= nextTimeLook) {
      nextTimeLook = allocated + UNITS_BETWEEN_LOOKS;
      time();
    }
  }

  /** Counts a text that a call has made; the same object comes back. */
  Object made(Object value) {
    if (value instanceof String text && text.length() >= LARGE_TEXT) {
      allocate(text.length());
    }
    return value;
  }

  @Override
  public void steps(long count) {
    steps += count;
    if (steps >= nextLook) {
      look();
    }
  }

  private void look() {
    nextLook = steps + STEPS_BETWEEN_LOOKS;
    if (steps > limits.maxSteps()) {
      throw EvaluationException.limit(
          "the template runs for more than " + limits.maxSteps() + " steps");
    }
    time();
  }

  private void time() {
    if (System.nanoTime() - end > 0) {
      throw EvaluationException.limit(
          "the template runs for longer than " + limits.deadline().toMillis() + " ms");
    }
  }

  /** Opens a call; to be closed by {@link #leave}. */
  void enter(String macro, Site call) {
    if (openNames.size() >= limits.maxCallDepth()) {
      throw EvaluationException.limit(
          "maximum recursion depth exceeded: more than "
              + limits.maxCallDepth()
              + " calls are open");
    }
    openNames.add(macro);
    openSites.add(call);
  }

  void leave() {
    openNames.removeLast();
    openSites.removeLast();
  }

  /** The open calls, innermost first. */
  List<MacroFrame> frames() {
    List<MacroFrame> frames = new ArrayList<>(openNames.size());
    for (int i = openNames.size() - 1; i >= 0; i--) {
      frames.add(new MacroFrame(openNames.get(i), openSites.get(i).position()));
    }
    return frames;
  }

  /** The error with its place and the open calls; what already has a place stays as it is. */
  RuntimeException failure(RuntimeException cause, Site site) {
    if (cause instanceof TemplateException || cause instanceof ReturnSignal) {
      return cause;
    }
    if (cause instanceof ConcurrentModificationException) {
      return failure(ErrorKind.TYPE, "dictionary changed size during iteration", site);
    }
    if (cause instanceof UnsupportedOperationException) {
      return failure(ErrorKind.TYPE, "the value is read-only", site);
    }
    if (cause instanceof EvaluationException evaluation) {
      return new TemplateException(
          evaluation.kind(),
          evaluation.getMessage(),
          site.position(),
          frames(),
          evaluation.getCause());
    }
    String message = cause.getMessage();
    return new TemplateException(
        ErrorKind.RAISED,
        message == null ? cause.getClass().getSimpleName() : message,
        site.position(),
        frames(),
        cause);
  }

  TemplateException failure(ErrorKind kind, String message, Site site) {
    return new TemplateException(kind, message, site.position(), frames(), null);
  }

  /** The last resort of values nested too deeply for Java's stack. */
  TemplateException overflow(Site site) {
    return failure(ErrorKind.LIMIT, "maximum recursion depth exceeded", site);
  }

  /** The last resort where much was made that no limit counts. */
  TemplateException exhausted(Site site) {
    return failure(ErrorKind.LIMIT, "the template needs more memory than there is", site);
  }

  Undefined undefined(String message) {
    return new Undefined(message, policy);
  }

  /** Remembers the map of a text until it is printed; texts are told apart by identity. */
  void remember(String text, @Nullable String macro, Output output) {
    if (traces.size() >= MAX_TRACES) {
      traces.clear();
    }
    traces.put(text, new Trace(macro, output.map()));
  }

  @Nullable Trace trace(String text) {
    return traces.isEmpty() ? null : traces.get(text);
  }
}
