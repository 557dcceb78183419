package dev.millrace.sidecar.planner;

import dev.millrace.tables.mute.MuteCatalog;
import dev.millrace.tables.mute.MuteModule;
import java.io.Closeable;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.sql.parser.ddl.SqlAddJar;
import org.apache.flink.sql.parser.ddl.SqlCreateDatabase;
import org.apache.flink.sql.parser.ddl.SqlCreateFunction;
import org.apache.flink.sql.parser.ddl.SqlCreateObject;
import org.apache.flink.sql.parser.ddl.SqlUseDatabase;
import org.apache.flink.sql.parser.ddl.catalog.SqlCreateCatalog;
import org.apache.flink.sql.parser.ddl.catalog.SqlUseCatalog;
import org.apache.flink.sql.parser.ddl.resource.SqlResource;
import org.apache.flink.sql.parser.ddl.table.SqlCreateTable;
import org.apache.flink.sql.parser.ddl.table.SqlCreateTableAs;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.table.api.internal.TableEnvironmentImpl;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.catalog.CatalogDatabaseImpl;
import org.apache.flink.table.catalog.CatalogManager;
import org.apache.flink.table.catalog.ContextResolvedTable;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.UnresolvedIdentifier;
import org.apache.flink.table.catalog.exceptions.DatabaseAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.FunctionNotExistException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.factories.Factory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.functions.UserDefinedFunctionHelper;
import org.apache.flink.table.operations.Operation;
import org.apache.flink.table.operations.command.AddJarOperation;
import org.apache.flink.table.planner.calcite.FlinkPlannerImpl;
import org.apache.flink.table.planner.delegation.PlannerBase;
import org.apache.flink.table.planner.operations.SqlNodeToOperationConversion;
import org.jspecify.annotations.Nullable;

/**
 * One of Flink's table environments, whose catalogs and databases come into being when they are
 * named.
 *
 * <p>Belongs to the thread that made it: the optimizer fails with a null pointer on any other.
 */
public final class PlannerEnvironment implements AutoCloseable {
  /** What unqualified names belong to, as in a fresh session of Flink. */
  public static final String DEFAULT_CATALOG = "default_catalog";

  public static final String DEFAULT_DATABASE = "default_database";

  /** Flink insists on a built-in catalog of its own; nothing of a project is ever put there. */
  private static final String BUILT_IN_CATALOG = "millrace_built_in";

  private final TableEnvironmentImpl tables;
  private final PlannerBase planner;
  private final Factory factory;
  private final Set<URI> jars = new LinkedHashSet<>();

  private PlannerEnvironment(TableEnvironmentImpl tables, Factory factory) {
    this.tables = tables;
    this.planner = (PlannerBase) tables.getPlanner();
    this.factory = factory;
  }

  /**
   * A streaming environment.
   *
   * @param factory makes the tables of every catalog
   * @param settings Flink options of this environment alone
   */
  public static PlannerEnvironment create(Factory factory, Map<String, String> settings) {
    TableEnvironmentImpl tables =
        TableEnvironmentImpl.create(
            EnvironmentSettings.newInstance()
                .inStreamingMode()
                .withBuiltInCatalogName(BUILT_IN_CATALOG)
                .withClassLoader(FactoryLists.LOADER)
                .withConfiguration(Configuration.fromMap(settings))
                .build());
    PlannerEnvironment environment = new PlannerEnvironment(tables, factory);
    environment.namespace(DEFAULT_CATALOG, DEFAULT_DATABASE);
    tables.useCatalog(DEFAULT_CATALOG);
    tables.loadModule("millrace_mute", new MuteModule());
    return environment;
  }

  /**
   * As {@link #create}, for statements that are planned down to operators and never run. Flink cuts
   * the code it generates for operators into methods that a JVM is willing to compile, for which it
   * parses that code several times: more than all the rest of making operators, and for nothing
   * where the code is thrown away. A plan does not hold the option.
   */
  static PlannerEnvironment createForPlans(Factory factory, Map<String, String> settings) {
    PlannerEnvironment environment = create(factory, settings);
    environment
        .tables
        .getConfig()
        .set(TableConfigOptions.MAX_LENGTH_GENERATED_CODE, Integer.MAX_VALUE);
    return environment;
  }

  public TableEnvironmentImpl tables() {
    return tables;
  }

  public PlannerBase planner() {
    return planner;
  }

  private CatalogManager catalogs() {
    return tables.getCatalogManager();
  }

  /** Makes catalog and database where they do not exist. */
  public void namespace(String catalogName, String databaseName) {
    Catalog catalog =
        catalogs()
            .getCatalog(catalogName)
            .orElseGet(
                () -> {
                  Catalog made = new MuteCatalog(catalogName, databaseName, factory);
                  register(catalogName, made);
                  return made;
                });
    if (!catalog.databaseExists(databaseName)) {
      try {
        catalog.createDatabase(databaseName, new CatalogDatabaseImpl(Map.of(), null), true);
      } catch (DatabaseAlreadyExistException e) {
        throw new IllegalStateException("an existing database was to be ignored", e);
      }
    }
  }

  // Its successor makes catalogs by a factory from text, and ours is made of objects.
  @SuppressWarnings("deprecation")
  private void register(String name, Catalog catalog) {
    catalogs().registerCatalog(name, catalog);
  }

  /** The statement as Flink's parser reads it. */
  public SqlNode parse(String statement) {
    return planner.createFlinkPlanner().parser().parse(withoutEnd(statement));
  }

  /**
   * Runs a statement that declares something; catalogs and databases it names are made first.
   *
   * @throws ValidationException also for a statement that would do more than declare
   */
  public void declare(String statement) {
    String text = StoredJars.located(withoutEnd(statement));
    SqlNode node = parse(text);
    if (node instanceof SqlCreateCatalog create) {
      namespace(create.catalogName(), "default");
      return;
    }
    if (node instanceof SqlUseCatalog use) {
      namespace(use.catalogName(), "default");
      tables.useCatalog(use.catalogName());
      return;
    }
    if (node instanceof SqlUseDatabase use) {
      useDatabase(List.of(use.fullDatabaseName()));
      return;
    }
    if (node instanceof SqlAddJar add) {
      addJar(URI.create(add.getPath()));
      return;
    }
    if (!isDeclaration(node)) {
      throw new ValidationException(
          "Only statements that declare something may come before a query: " + summary(text));
    }
    if (node instanceof SqlCreateDatabase create) {
      List<String> name = List.of(create.getFullName());
      namespace(
          name.size() > 1 ? name.get(0) : tables.getCurrentCatalog(), name.get(name.size() - 1));
      return;
    }
    if (node instanceof SqlCreateFunction create) {
      for (SqlNode resource : create.getResourceInfos()) {
        jars.add(URI.create(((SqlResource) resource).getResourcePath().getValueAs(String.class)));
      }
    }
    if (node instanceof SqlCreateObject create) {
      namespaceOf(create.getName());
    }
    tables.executeInternal(operation(node));
  }

  /**
   * Makes the classes of a project's jar known.
   *
   * @param name as statements call it
   * @throws ValidationException when it is not there
   */
  void addJar(String name) {
    addJar(StoredJars.uri(name));
  }

  private void addJar(URI jar) {
    if (jars.add(jar)) {
      tables.executeInternal(new AddJarOperation(jar.toString()));
    }
  }

  /**
   * What a statement that {@link #parse} has read does, validated; its tree is changed by that.
   *
   * @throws ValidationException also where Flink has no such statement
   */
  Operation operation(SqlNode statement) {
    return SqlNodeToOperationConversion.convert(planner.createFlinkPlanner(), catalogs(), statement)
        .orElseThrow(
            () ->
                new ValidationException("Flink cannot do this: " + summary(statement.toString())));
  }

  private static boolean isDeclaration(SqlNode node) {
    return !(node instanceof SqlCreateTableAs)
        && (node.getKind().belongsTo(SqlKind.DDL) || node instanceof SqlCreateObject);
  }

  private void useDatabase(List<String> name) {
    String catalog = name.size() > 1 ? name.get(0) : tables.getCurrentCatalog();
    String database = name.get(name.size() - 1);
    namespace(catalog, database);
    tables.useCatalog(catalog);
    tables.useDatabase(database);
  }

  private void namespaceOf(SqlIdentifier name) {
    List<String> parts = qualify(name.names);
    if (parts.size() == 3) {
      namespace(parts.get(0), parts.get(1));
    }
  }

  /** The full name that a name of one to three parts stands for here. */
  List<String> qualify(List<String> name) {
    return switch (name.size()) {
      case 1 -> List.of(tables.getCurrentCatalog(), tables.getCurrentDatabase(), name.get(0));
      case 2 -> List.of(tables.getCurrentCatalog(), name.get(0), name.get(1));
      default -> List.copyOf(name);
    };
  }

  /** The full name of the table that a CREATE TABLE declares, or null for another statement. */
  @Nullable List<String> declaredTable(SqlNode statement) {
    return statement instanceof SqlCreateTable create && !(create instanceof SqlCreateTableAs)
        ? qualify(create.getName().names)
        : null;
  }

  /** A planner for one statement: it caches what it validated. */
  FlinkPlannerImpl statementPlanner() {
    return planner.createFlinkPlanner();
  }

  /** Validates and converts one query. */
  RelRoot convert(FlinkPlannerImpl statementPlanner, SqlNode query) {
    return statementPlanner.rel(statementPlanner.validate(query));
  }

  ContextResolvedTable table(String catalog, String database, String name) {
    return catalogs().getTableOrError(ObjectIdentifier.of(catalog, database, name));
  }

  /**
   * What readers of a table see, by its connector; empty where that is not here.
   *
   * @throws RuntimeException Flink's own, when its connector does not take its options
   */
  Optional<Changes> changesOf(ContextResolvedTable table) {
    ClassLoader classes = planner.getFlinkContext().getClassLoader();
    if (!AvailableTableFactory.canRead(classes, table.getResolvedTable().getOptions())) {
      return Optional.empty();
    }
    DynamicTableSource source =
        FactoryUtil.createDynamicTableSource(
            new AvailableTableFactory(false),
            table.getIdentifier(),
            table.getResolvedTable(),
            Map.of(),
            tables.getConfig(),
            classes,
            table.isTemporary());
    // Who can only ask it by key gets the changes of what he asks for.
    return Optional.of(
        source instanceof ScanTableSource scanned
            ? Changes.of(scanned.getChangelogMode())
            : Changes.INSERT_ONLY);
  }

  /** Takes a table, view or function out of its catalog, if it is there. */
  void drop(List<String> name) {
    catalogs()
        .getCatalog(name.get(0))
        .ifPresent(
            catalog -> {
              try {
                ObjectPath path = new ObjectPath(name.get(1), name.get(2));
                catalog.dropTable(path, true);
                catalog.dropFunction(path, true);
              } catch (TableNotExistException | FunctionNotExistException e) {
                throw new IllegalStateException("what is not there was to be ignored", e);
              }
            });
  }

  /** Flink's planner takes one statement without its end. */
  public static String withoutEnd(String statement) {
    String text = statement.stripTrailing();
    while (text.endsWith(";")) {
      text = text.substring(0, text.length() - 1).stripTrailing();
    }
    return text;
  }

  private static String summary(String statement) {
    String line = statement.strip().lines().findFirst().orElse("");
    return line.length() > 80 ? line.substring(0, 80) + "..." : line;
  }

  /**
   * Loads a declared function and asks it for its types.
   *
   * @throws RuntimeException Flink's own, when it cannot be called by any query
   */
  void requireUsable(List<String> name) {
    UnresolvedIdentifier identifier = UnresolvedIdentifier.of(name);
    FunctionDefinition function =
        planner
            .getFlinkContext()
            .getFunctionCatalog()
            .lookupFunction(identifier)
            .orElseThrow(() -> new ValidationException("Nothing declares " + name))
            .getDefinition();
    if (function instanceof UserDefinedFunction own) {
      UserDefinedFunctionHelper.validateClass(own.getClass());
    }
    function.getTypeInference(catalogs().getDataTypeFactory());
  }

  /** The jars that were declared, or that declared functions are in. */
  public List<URI> jars() {
    return List.copyOf(jars);
  }

  @Override
  public void close() {
    try {
      catalogs().close();
      // Flink adds the jars of functions to it, and nobody else has it.
      if (planner.getFlinkContext().getClassLoader() instanceof Closeable loader) {
        loader.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("a planner environment in memory could not be closed", e);
    }
  }
}
