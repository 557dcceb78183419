package dev.millrace.app.dag;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.project.ProjectState;
import dev.millrace.app.watch.ClusterSnapshot;
import dev.millrace.app.watch.Figures;
import dev.millrace.engine.graph.Selection;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.Project;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the graph's view shows. Graph, layout and the selection grammar are worked out in the
 * background; everything else happens on the FX thread.
 */
public final class DagModel {
  /** As what the nodes are shown. */
  public enum Face {
    PICTURE,
    TREE,
    TABLE;

    Face next() {
      return switch (this) {
        case PICTURE -> TREE;
        case TREE -> TABLE;
        case TABLE -> PICTURE;
      };
    }
  }

  private final Text text = Text.beside(DagModel.class);
  private final Figures figures = new Figures();
  private final DagLayout layout;
  private final Executor background;
  private final Executor fx;

  private final ReadOnlyObjectWrapper<DagPicture> picture =
      new ReadOnlyObjectWrapper<>(DagPicture.EMPTY);
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Optional<Set<String>>> chosen =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ObjectProperty<@Nullable String> selected = new SimpleObjectProperty<>();
  private final BooleanProperty focused = new SimpleBooleanProperty(false);
  private final BooleanProperty restHidden = new SimpleBooleanProperty(false);
  private final ObjectProperty<Face> face = new SimpleObjectProperty<>(Face.PICTURE);

  private DagGraph whole = DagGraph.EMPTY;
  private ClusterSnapshot cluster = ClusterSnapshot.NONE;
  private @Nullable Project project;
  private String query = "";
  private String faults = "";
  private long readings;
  private long layouts;
  private long queries;

  /**
   * @param background for layouts and selections
   * @param fx the FX thread
   */
  public DagModel(Executor background, Executor fx) {
    this(new DagLayout(), background, fx);
  }

  DagModel(DagLayout layout, Executor background, Executor fx) {
    this.layout = requireNonNull(layout, "layout");
    this.background = requireNonNull(background, "background");
    this.fx = requireNonNull(fx, "fx");
    restHidden.addListener(hidden -> place());
    message.set(text.get("reading"));
  }

  /** Shows what is known of the project now. */
  public void show(ProjectState state) {
    switch (state) {
      case ProjectState.Opening _ -> message.set(text.get("reading"));
      case ProjectState.Failed failed -> {
        readings++;
        project = null;
        faults = "";
        whole = DagGraph.EMPTY;
        message.set(
            failed.problems().stream()
                .map(Problem::describe)
                .collect(Collectors.joining("\n", text.get("failed") + "\n", "")));
        place();
      }
      case ProjectState.Ready ready -> read(ready.project());
    }
  }

  private void read(Project read) {
    long number = ++readings;
    background.execute(
        () -> {
          DagGraph graph = DagGraph.of(read);
          String cycles =
              read.dag().cycles().stream()
                  .map(cycle -> text.get("cycle", String.join(" -> ", cycle)))
                  .collect(Collectors.joining("\n"));
          fx.execute(
              () -> {
                if (number == readings) {
                  show(read, graph, cycles);
                }
              });
        });
  }

  private void show(Project read, DagGraph graph, String cycles) {
    project = read;
    whole = graph;
    faults = cycles;
    message.set(whole.size() == 0 ? text.get("empty.title") + "\n" + text.get("empty.text") : "");
    String still = selected.get();
    if (still != null && whole.indexOf(still).isEmpty()) {
      selected.set(null);
    }
    if (query.isEmpty()) {
      notice.set(faults);
      place();
    } else {
      choose(query);
    }
  }

  /** Shows how the target stands. */
  public void show(ClusterSnapshot snapshot) {
    cluster = requireNonNull(snapshot, "snapshot");
    picture.set(DagPicture.of(picture.get().placement(), cluster, figures));
  }

  /**
   * Chooses nodes by dbt's selection grammar; the others are dimmed or hidden. A selection that
   * cannot be read changes nothing but the {@link #notice}.
   *
   * @param selection all nodes when blank
   */
  public void choose(String selection) {
    query = selection.strip();
    long number = ++queries;
    Project read = project;
    if (query.isEmpty() || read == null) {
      chosen(number, Optional.empty(), "");
      return;
    }
    String asked = query;
    background.execute(
        () -> {
          try {
            Selection answer = read.select(List.of(asked), List.of());
            String warning =
                answer.warnings().stream().map(Problem::message).collect(Collectors.joining("\n"));
            fx.execute(() -> chosen(number, Optional.of(answer.uniqueIds()), warning));
          } catch (MillraceException e) {
            fx.execute(
                () -> {
                  if (number == queries) {
                    notice.set(e.problem().message());
                    place();
                  }
                });
          }
        });
  }

  private void chosen(long number, Optional<Set<String>> ids, String warning) {
    if (number == queries) {
      notice.set(warning.isEmpty() ? faults : warning);
      chosen.set(ids);
      place();
    }
  }

  private void place() {
    long number = ++layouts;
    DagGraph graph =
        restHidden.get() ? chosen.get().map(ids -> whole.only(ids)).orElse(whole) : whole;
    Placement before = picture.get().placement();
    background.execute(
        () -> {
          Placement placed = layout.place(graph, before);
          fx.execute(
              () -> {
                // A layout that was overtaken is of a graph nobody wants to see any more.
                if (number == layouts) {
                  picture.set(DagPicture.of(placed, cluster, figures));
                }
              });
        });
  }

  /** Selects the node a step away from the selected one, or the first node when none is. */
  void walk(DagWalk.Step step) {
    Placement placement = picture.get().placement();
    OptionalInt here = selectedIndex();
    OptionalInt next =
        here.isPresent()
            ? DagWalk.next(placement, here.getAsInt(), step)
            : DagWalk.first(placement);
    next.ifPresent(at -> selected.set(placement.graph().node(at).id()));
  }

  /** Where the selected node stands in the picture; empty when it is not in it. */
  OptionalInt selectedIndex() {
    String id = selected.get();
    return id == null ? OptionalInt.empty() : picture.get().graph().indexOf(id);
  }

  /** The selected node, with all that is known of it, as a sentence for a screen reader. */
  String description() {
    OptionalInt at = selectedIndex();
    if (at.isEmpty()) {
      return text.get("canvas.none");
    }
    DagGraph graph = picture.get().graph();
    DagNode node = graph.node(at.getAsInt());
    NodeFacts facts = picture.get().facts().get(at.getAsInt());
    String state = facts.word().isEmpty() ? text.get("state.unknown") : facts.word();
    return text.get(
        "canvas.node",
        node.name(),
        text.get("kind." + node.kind().name()),
        facts.lag().isEmpty() ? state : state + ", " + facts.lagSaid(text),
        Integer.toString(graph.parents(at.getAsInt()).size()),
        Integer.toString(graph.children(at.getAsInt()).size()));
  }

  /** How much is shown: counts of nodes, or of chosen ones. */
  String count() {
    Optional<Set<String>> ids = chosen.get();
    if (ids.isPresent()) {
      long shown = whole.nodes().stream().filter(node -> ids.get().contains(node.id())).count();
      return text.get("chosen", Long.toString(shown), Integer.toString(whole.size()));
    }
    long read =
        whole.nodes().stream()
            .filter(node -> node.kind() == NodeKind.SOURCE || node.kind() == NodeKind.SEED)
            .count();
    long models = whole.size() - read;
    return read == 0 ? text.get("count", models) : text.get("count.read", models, read);
  }

  /** Nodes with their places and figures. */
  ReadOnlyObjectProperty<DagPicture> picture() {
    return picture.getReadOnlyProperty();
  }

  /** What is said instead of a graph; empty when there is one. */
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /** What is wrong with the graph or with the selection; empty when nothing is. */
  public ReadOnlyStringProperty notice() {
    return notice.getReadOnlyProperty();
  }

  /** Unique ids of the chosen nodes; empty when all are. */
  public ReadOnlyObjectProperty<Optional<Set<String>>> chosen() {
    return chosen.getReadOnlyProperty();
  }

  /** Unique id of the node the user looks at; null when there is none. */
  public ObjectProperty<@Nullable String> selected() {
    return selected;
  }

  /** Whether only the selected node and its lineage stand out. */
  public BooleanProperty focused() {
    return focused;
  }

  /** Whether nodes that are not chosen are hidden instead of dimmed. */
  public BooleanProperty restHidden() {
    return restHidden;
  }

  public ObjectProperty<Face> face() {
    return face;
  }

  /** Unique ids of all nodes that are shown, in the project's order. */
  public List<String> shownIds() {
    return picture.get().graph().nodes().stream().map(DagNode::id).toList();
  }
}
