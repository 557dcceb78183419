package dev.millrace.sidecar.planner;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.tables.mute.ConnectorAbilities;
import dev.millrace.tables.mute.TableAbilities;
import dev.millrace.wire.AnalyzeRequest;
import dev.millrace.wire.AnalyzeRequest.Relation;
import dev.millrace.wire.AnalyzeRequest.StorageSpec;
import dev.millrace.wire.AnalyzeResponse;
import dev.millrace.wire.AnalyzeResponse.Finding;
import dev.millrace.wire.AnalyzeResponse.Operator;
import dev.millrace.wire.ColumnType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ContextResolvedTable;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.delegation.InternalPlan;
import org.apache.flink.table.operations.SinkModifyOperation;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeUtils;
import org.jspecify.annotations.Nullable;

/** Analyzes the relations of one project, each against those before it, in one environment. */
final class ProjectAnalyzer {
  private final PlannerEnvironment environment;
  private final QueryAnalyzer queries;
  private final StatefulOperators stateful;

  /** What is known of each relation that can be read, by full name. */
  private final Map<List<String>, Changes> emitted = new HashMap<>();

  /** Relations with problems, by full name. */
  private final Map<List<String>, String> wrong = new HashMap<>();

  /** What queries read, as they name it, by the full name of the relation they make. */
  private final Map<List<String>, Set<List<String>>> reads = new HashMap<>();

  private final Map<List<String>, List<String>> upsertKeys = new HashMap<>();

  /** Views that Flink expands wherever they are read. */
  private final Set<List<String>> expanded = new HashSet<>();

  ProjectAnalyzer(PlannerEnvironment environment, ObjectMapper json) {
    this.environment = environment;
    this.queries = new QueryAnalyzer(environment);
    this.stateful = new StatefulOperators(json);
  }

  /**
   * Analyzes all relations.
   *
   * @param abandoned looked at before each one; the answer then holds those before it
   */
  AnalyzeResponse analyze(AnalyzeRequest request, BooleanSupplier abandoned) {
    return new AnalyzeResponse(
        request.relations().stream()
            .takeWhile(relation -> !abandoned.getAsBoolean())
            .map(
                relation ->
                    analyze(relation, !(request.typesOnly() && relation.kind().equals("derived"))))
            .toList());
  }

  /**
   * Analyzes a relation against those that are known; it must not be known itself.
   *
   * @param planned whether to plan down to operators; without, nothing is told of them
   */
  AnalyzeResponse.Relation analyze(Relation relation, boolean planned) {
    List<String> name = nameOf(relation);
    try {
      return switch (relation.kind()) {
        case "declared" -> declared(relation, name);
        case "view" -> view(relation, name, planned);
        case "derived" -> derived(relation, name, storageOf(relation), planned);
        case "function" -> function(relation, name);
        default -> throw new IllegalArgumentException("no kind of relation: " + relation.kind());
      };
    } catch (SqlRefusedException e) {
      wrong.put(name, relation.id());
      return new AnalyzeResponse.Relation(
          relation.id(),
          List.of(),
          Changes.UNKNOWN.wireName(),
          List.of(),
          null,
          List.of(),
          e.findings());
    }
  }

  /** Takes back all that analyzing a relation of this name has left. */
  void forget(List<String> name) {
    environment.drop(name);
    emitted.remove(name);
    wrong.remove(name);
    reads.remove(name);
    upsertKeys.remove(name);
    expanded.remove(name);
  }

  /** Whether readers of a relation see its text, and not only its columns, key and changes. */
  boolean isExpanded(List<String> name) {
    return expanded.contains(name);
  }

  /** Full names of what the query of an analyzed relation reads, as far as it could be read. */
  Set<List<String>> reads(List<String> name) {
    return reads.getOrDefault(name, Set.of());
  }

  /** Columns that tell the changes of an analyzed relation apart. */
  List<String> upsertKey(List<String> name) {
    return upsertKeys.getOrDefault(name, List.of());
  }

  private static StorageSpec storageOf(Relation relation) {
    StorageSpec storage = relation.storage();
    if (storage == null) {
      throw new IllegalArgumentException("a derived relation needs its storage: " + relation.id());
    }
    return storage;
  }

  static List<String> nameOf(Relation relation) {
    return List.of(relation.catalog(), relation.database(), relation.name());
  }

  private AnalyzeResponse.Relation declared(Relation relation, List<String> name)
      throws SqlRefusedException {
    SqlNode statement = parse(relation.sql());
    List<String> declares = environment.declaredTable(statement);
    if (!name.equals(declares)) {
      throw new SqlRefusedException(
          new Finding("This must be one CREATE TABLE for " + TableStatement.sqlName(name), null));
    }
    try {
      relation.jars().forEach(environment::addJar);
      environment.declare(relation.sql());
      ResolvedSchema schema = resolve(name).getResolvedSchema();
      Changes changes = changesOf(name);
      emitted.put(name, changes);
      upsertKeys.put(name, key(schema));
      return found(
          relation,
          columns(schema),
          changes,
          key(schema),
          PlannerEnvironment.withoutEnd(relation.sql()),
          List.of());
    } catch (RuntimeException | AssertionError e) {
      throw new SqlRefusedException(Findings.of(e, null, null));
    }
  }

  /** Loads the class, so that what is wrong with it is told at the function and not at a call. */
  private AnalyzeResponse.Relation function(Relation relation, List<String> name)
      throws SqlRefusedException {
    try {
      environment.declare(relation.sql());
      environment.requireUsable(name);
    } catch (RuntimeException | LinkageError | AssertionError e) {
      throw new SqlRefusedException(new Finding(Findings.messageOf(e), null));
    }
    return found(
        relation,
        List.of(),
        Changes.INSERT_ONLY,
        List.of(),
        PlannerEnvironment.withoutEnd(relation.sql()),
        List.of());
  }

  private AnalyzeResponse.Relation view(Relation relation, List<String> name, boolean planned)
      throws SqlRefusedException {
    StatementText statement = query(relation.sql(), name);
    QueryFacts facts = facts(statement, relation.sql());
    String text = PlannerEnvironment.withoutEnd(relation.sql());
    String createView = "CREATE VIEW " + TableStatement.sqlName(name) + " AS\n" + text;
    Changes changes = told(facts);
    List<Operator> operators;
    try {
      ContextResolvedTable sink =
          ContextResolvedTable.anonymous(
              environment
                  .tables()
                  .getCatalogManager()
                  .resolveCatalogTable(RegisteredViews.sink(facts)));
      operators = planned ? planned(sink, facts) : List.of();
      environment.namespace(name.get(0), name.get(1));
      if (RegisteredViews.canBeTable(facts)) {
        register(name, RegisteredViews.table(facts));
      } else {
        environment.declare(createView);
        expanded.add(name);
      }
    } catch (RuntimeException | AssertionError e) {
      throw new SqlRefusedException(Findings.of(e, statement, subSelects(statement)));
    }
    emitted.put(name, changes);
    upsertKeys.put(name, KeyChoice.seen(facts));
    List<ColumnType> columns =
        facts.columns().stream()
            .map(column -> columnType(column.name(), column.type(), column.time()))
            .toList();
    return found(relation, columns, changes, List.of(), createView, operators);
  }

  private AnalyzeResponse.Relation derived(
      Relation relation, List<String> name, StorageSpec storage, boolean planned)
      throws SqlRefusedException {
    StatementText statement = query(relation.sql(), name);
    QueryFacts facts = facts(statement, relation.sql());
    TableStatement table = StoredModel.of(name, facts, storage, statement);
    try {
      relation.jars().forEach(environment::addJar);
      environment.declare(table.sql());
    } catch (RuntimeException | AssertionError e) {
      // A position would be one in the statement made here, which its author never saw.
      throw new SqlRefusedException(
          new Finding(
              "The table that is to store this model is not valid: " + Findings.messageOf(e),
              null));
    }
    ContextResolvedTable stored = resolve(name);
    List<Operator> operators;
    try {
      operators = planned ? planned(stored, facts) : List.of();
    } catch (RuntimeException | AssertionError e) {
      throw new SqlRefusedException(Findings.of(e, statement, subSelects(statement)));
    }
    emitted.put(name, changesOf(name));
    upsertKeys.put(name, table.primaryKey());
    return found(
        relation,
        columns(stored.getResolvedSchema()),
        told(facts),
        table.primaryKey(),
        table.sql(),
        operators);
  }

  private StatementText query(String sql, List<String> name) throws SqlRefusedException {
    SqlNode tree = parse(sql);
    if (!tree.getKind().belongsTo(SqlKind.QUERY)) {
      throw new SqlRefusedException(
          new Finding("This must be one SELECT", StatementText.range(tree).orElse(null)));
    }
    List<SqlIdentifier> references = TableReferences.in(tree);
    Set<List<String>> named = new HashSet<>();
    references.forEach(reference -> named.add(environment.qualify(reference.names)));
    reads.put(name, named);
    for (SqlIdentifier reference : references) {
      String below = wrong.get(environment.qualify(reference.names));
      if (below != null) {
        throw new SqlRefusedException(
            new Finding(
                "Not checked, because it reads " + below + ", which has problems",
                StatementText.range(reference).orElse(null)));
      }
    }
    for (SqlIdentifier called : FunctionReferences.in(tree)) {
      String below = wrong.get(environment.qualify(called.names));
      if (below != null) {
        throw new SqlRefusedException(
            new Finding(
                "Not checked, because it calls " + below + ", which has problems",
                StatementText.range(called).orElse(null)));
      }
    }
    return new StatementText(sql, tree);
  }

  private SqlNode parse(String sql) throws SqlRefusedException {
    try {
      return environment.parse(sql);
    } catch (RuntimeException | AssertionError e) {
      throw new SqlRefusedException(Findings.of(e, null, null));
    }
  }

  private QueryFacts facts(StatementText statement, String sql) throws SqlRefusedException {
    try {
      return queries.analyze(environment.parse(sql), sql);
    } catch (RuntimeException | AssertionError e) {
      Finding first = Findings.of(e, statement, subSelects(statement));
      throw new SqlRefusedException(
          new MoreFindings(environment, statement).after(first, Findings.positionOf(e)));
    }
  }

  private SubSelects subSelects(StatementText statement) {
    return new SubSelects(
        statement,
        sql -> {
          try {
            return Optional.of(queries.analyze(environment.parse(sql), sql).changes());
          } catch (RuntimeException | AssertionError e) {
            return Optional.empty();
          }
        });
  }

  /**
   * Plans the query into a sink as far as a job would be: some of Flink's checks come only when
   * operators are made.
   */
  private List<Operator> planned(ContextResolvedTable sink, QueryFacts facts) {
    InternalPlan plan =
        SinkPlans.plan(
            environment.planner(), List.of(new SinkModifyOperation(sink, facts.operation())));
    List<Operator> operators = stateful.in(plan.asJsonString());
    environment.planner().translatePlan(plan);
    return operators;
  }

  private void register(List<String> name, CatalogTable table) {
    environment
        .tables()
        .getCatalogManager()
        .createTable(table, ObjectIdentifier.of(name.get(0), name.get(1), name.get(2)), false);
  }

  private ContextResolvedTable resolve(List<String> name) {
    return environment.table(name.get(0), name.get(1), name.get(2));
  }

  /** What readers of a table see, by its connector. */
  private Changes changesOf(List<String> name) {
    ContextResolvedTable table = resolve(name);
    TableAbilities abilities =
        ConnectorAbilities.of(
            table.getResolvedTable().getOptions(),
            table.getResolvedSchema().getPrimaryKey().isPresent());
    return abilities.isKnown() || environment.jars().isEmpty()
        ? Changes.of(abilities.source())
        : environment.changesOf(table).orElse(Changes.of(abilities.source()));
  }

  /** What a query emits; not known when it reads something of which that is not known. */
  private Changes told(QueryFacts facts) {
    boolean readsUnknown =
        facts.reads().stream()
            .anyMatch(table -> emitted.getOrDefault(table, Changes.INSERT_ONLY) == Changes.UNKNOWN);
    return readsUnknown ? Changes.UNKNOWN : facts.changes();
  }

  private static List<ColumnType> columns(ResolvedSchema schema) {
    return schema.getColumns().stream()
        .map(
            column -> {
              LogicalType type = column.getDataType().getLogicalType();
              return columnType(column.getName(), type, Time.of(type));
            })
        .toList();
  }

  private static ColumnType columnType(String name, LogicalType type, Time time) {
    return new ColumnType(
        name, TypeText.of(LogicalTypeUtils.removeTimeAttributes(type)), time.wireName());
  }

  private static List<String> key(ResolvedSchema schema) {
    return schema.getPrimaryKey().map(UniqueConstraint::getColumns).orElse(List.of());
  }

  private static AnalyzeResponse.Relation found(
      Relation relation,
      List<ColumnType> columns,
      Changes changes,
      List<String> primaryKey,
      @Nullable String createStatement,
      List<Operator> operators) {
    return new AnalyzeResponse.Relation(
        relation.id(),
        columns,
        changes.wireName(),
        primaryKey,
        createStatement,
        operators,
        List.of());
  }
}
