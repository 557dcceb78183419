package dev.millrace.jinja;

import static java.util.Objects.requireNonNull;

import dev.millrace.jinja.filters.StandardFilters;
import dev.millrace.jinja.filters.StandardTests;
import dev.millrace.jinja.runtime.NativeValues;
import dev.millrace.jinja.runtime.StandardGlobals;
import dev.millrace.jinja.runtime.TemplateCompiler;
import dev.millrace.jinja.syntax.SourceText;
import dev.millrace.jinja.values.Values;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules templates are parsed and rendered by. Immutable and thread-safe. */
public final class Environment {
  private final Map<String, Object> globals;
  private final Map<String, Filter> filters;
  private final Map<String, TestFunction> tests;
  private final UndefinedPolicy undefinedPolicy;
  private final Limits limits;
  private final Set<BlockTag> blockTags;

  private Environment(Builder builder) {
    globals = Collections.unmodifiableMap(new HashMap<>(builder.globals));
    filters = Map.copyOf(builder.filters);
    tests = Map.copyOf(builder.tests);
    undefinedPolicy = builder.undefinedPolicy;
    limits = builder.limits;
    blockTags = Collections.unmodifiableSet(builder.blockTags.clone());
  }

  /** A builder with Jinja2's and dbt's filters, tests and globals, and all of dbt's tags. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that begins as this environment. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.globals.clear();
    builder.globals.putAll(globals);
    builder.filters.clear();
    builder.filters.putAll(filters);
    builder.tests.clear();
    builder.tests.putAll(tests);
    builder.undefinedPolicy = undefinedPolicy;
    builder.limits = limits;
    builder.blockTags.clear();
    builder.blockTags.addAll(blockTags);
    return builder;
  }

  /**
   * Parses a template.
   *
   * @param name what positions call it, usually the file's path
   * @throws TemplateException of kind SYNTAX
   */
  public Template parse(String source, String name) {
    return parse(source, name, 1, 1);
  }

  /**
   * Parses a template that was cut out of a file, keeping the file's positions.
   *
   * @param firstLine the line of the first character in the file, from 1
   * @param firstColumn the column of the first character in the file, from 1
   * @throws TemplateException of kind SYNTAX
   */
  public Template parse(String source, String name, int firstLine, int firstColumn) {
    return TemplateCompiler.compile(this, new SourceText(name, source, firstLine, firstColumn));
  }

  /** The global of this name, or null. */
  public @Nullable Object global(String name) {
    return globals.get(name);
  }

  /** The filter of this name, or null. */
  public @Nullable Filter filter(String name) {
    return filters.get(name);
  }

  /** The test of this name, or null. */
  public @Nullable TestFunction test(String name) {
    return tests.get(name);
  }

  public UndefinedPolicy undefinedPolicy() {
    return undefinedPolicy;
  }

  public Limits limits() {
    return limits;
  }

  public Set<BlockTag> blockTags() {
    return blockTags;
  }

  /** Collects what an environment is made of. Not thread-safe. */
  public static final class Builder {
    private final Map<String, Object> globals = new HashMap<>(StandardGlobals.all());
    private final Map<String, Filter> filters = new HashMap<>(StandardFilters.all());
    private final Map<String, TestFunction> tests = new HashMap<>(StandardTests.all());
    private final EnumSet<BlockTag> blockTags = EnumSet.allOf(BlockTag.class);
    private UndefinedPolicy undefinedPolicy = UndefinedPolicy.STANDARD;
    private Limits limits = Limits.DEFAULT;

    private Builder() {
      filters.putAll(NativeValues.filters());
    }

    /** Adds a name that every template sees, unless its context has the same. */
    public Builder global(String name, Object value) {
      globals.put(requireNonNull(name, "name"), Values.of(value));
      return this;
    }

    /** Adds or replaces a filter. */
    public Builder filter(String name, Filter filter) {
      filters.put(requireNonNull(name, "name"), requireNonNull(filter, "filter"));
      return this;
    }

    /** Adds or replaces a test. */
    public Builder test(String name, TestFunction test) {
      tests.put(requireNonNull(name, "name"), requireNonNull(test, "test"));
      return this;
    }

    /** What unknown names do; STANDARD when not set. */
    public Builder undefined(UndefinedPolicy policy) {
      undefinedPolicy = requireNonNull(policy, "policy");
      return this;
    }

    /** What one render may use. */
    public Builder limits(Limits limits) {
      this.limits = requireNonNull(limits, "limits");
      return this;
    }

    /** Which of dbt's tags are known; all of them when not set. */
    public Builder blockTags(Set<BlockTag> tags) {
      blockTags.clear();
      blockTags.addAll(tags);
      return this;
    }

    public Environment build() {
      return new Environment(this);
    }
  }
}
