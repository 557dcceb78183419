package dev.millrace.benchmark;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.CompiledProject;
import dev.millrace.engine.compile.EditCompiler;
import dev.millrace.engine.compile.ProjectCompiler;
import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.NodeRereader;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectLoader;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.jinja.Environment;
import dev.millrace.jinja.Rendered;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What reading and rendering costs in a warm JVM. JMH makes the loops around the methods; {@link
 * Jmh} starts it.
 */
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class LoadingBenchmarks {
  /** The system property with a folder for generated projects. */
  static final String DATA = "millrace.benchmark.data";

  private static final int MODELS = 10_000;
  private static final int MACRO_MODELS = 1_000;

  private static Path data(String name) {
    return Path.of(requireNonNull(System.getProperty(DATA), DATA), name);
  }

  /** Simple models on disk. */
  @State(Scope.Benchmark)
  public static class SimpleFiles {
    private final Path folder = data("simple");

    /** Writes them. */
    public SimpleFiles() {
      LoadedFiles.simple(folder, MODELS);
    }
  }

  /** Opens a project of 10,000 simple models. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public Project parse10000SimpleModels(SimpleFiles files) {
    return new ProjectLoader().load(LoadRequest.of(files.folder));
  }

  /** The same models, open. */
  @State(Scope.Benchmark)
  public static class OpenProject {
    private final Project project;
    private final NodeRereader reader;
    private final List<Node> models;
    private int edits;

    /** Writes and opens them. */
    public OpenProject() {
      project = new ProjectLoader().load(LoadRequest.of(new SimpleFiles().folder));
      reader = project.templates().rereader().orElseThrow();
      models =
          project.nodes().values().stream()
              .filter(node -> node.resourceType() == ResourceType.MODEL)
              .toList();
    }
  }

  /** Reads one model of 10,000 again after an edit; another model and another text each time. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public Project rereadOneModelOf10000(OpenProject open) {
    open.edits++;
    Node node = open.models.get(open.edits * 37 % open.models.size());
    String text = node.rawCode() + " AND id > " + open.edits;
    return EditCompiler.with(open.project, List.of(open.reader.read(open.project, node, text)));
  }

  /** Models that call macros a hundred times each, open. */
  @State(Scope.Benchmark)
  public static class MacroProject {
    private final Project project;

    /** Writes and opens them. */
    public MacroProject() {
      Path folder = data("macros");
      LoadedFiles.macros(folder, MACRO_MODELS);
      project = new ProjectLoader().load(LoadRequest.of(folder));
    }
  }

  /** Renders 1,000 of them. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public CompiledProject render1000MacroModels(MacroProject open) {
    return new ProjectCompiler().compile(open.project, LoadedFiles.OPTIONS);
  }

  /** A template and what it reads. */
  @State(Scope.Benchmark)
  public static class OneTemplate {
    private final Environment environment = Environment.builder().build();
    private final Map<String, Object> context =
        Map.of("columns", IntStream.range(0, 20).mapToObj(i -> "column_" + i).toList());
    private final String text =
        """
        {% macro sum_of(name) %}SUM(COALESCE({{ name }}, 0)) AS {{ name | lower }}{% endmacro %}
        SELECT id{% for column in columns if column != 'column_3' %},
          {{ sum_of(column) }}{% endfor %}
        FROM orders {# of all time #}
        GROUP BY id
        """;
  }

  /** Parses one template of twenty columns and renders it once. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public Rendered compileAndRenderOneTemplate(OneTemplate template) {
    return template.environment.parse(template.text, "model.sql").render(template.context);
  }
}
