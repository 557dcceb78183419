package dev.millrace.engine.language;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.language.Completion.Kind;
import dev.millrace.engine.language.QueryShape.Query;
import dev.millrace.engine.language.QueryShape.Select;
import dev.millrace.engine.language.QueryShape.Table;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.sql.SqlToken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds what could stand at the cursor, in text that need not parse. Stateless. */
final class Completer {
  /** More than anybody reads through. */
  private static final int MOST = 200;

  private final FlinkWords words;

  Completer(FlinkWords words) {
    this.words = words;
  }

  List<Completion> complete(String text, int offset, Knowledge knowledge) {
    TemplateText template = TemplateText.of(text);
    int start = wordStart(text, offset);
    String prefix = text.substring(start, offset);
    Optional<TemplateTag> tag = template.tagAround(offset);
    Collector found = new Collector(prefix, new TextSpan(start, offset));
    if (tag.isPresent()) {
      if (tag.get().kind() != TemplateTag.Kind.COMMENT) {
        new TagCompleter(knowledge, found).complete(text.substring(tag.get().start(), offset));
      }
      return found.sorted();
    }
    Cursor cursor = Cursor.at(template.masked(), offset);
    if (!cursor.isInsideText()) {
      sql(template, cursor, start, knowledge, found);
    }
    return found.sorted();
  }

  private static int wordStart(String text, int offset) {
    int start = offset;
    while (start > 0
        && (Character.isLetterOrDigit(text.charAt(start - 1)) || text.charAt(start - 1) == '_')) {
      start--;
    }
    return start;
  }

  private void sql(
      TemplateText template, Cursor cursor, int start, Knowledge knowledge, Collector found) {
    Query query = QueryReader.read(template.masked());
    Scope scope = new Scope(template, knowledge);
    List<SqlToken> before = cursor.before(start);
    Optional<Select> select = query.selectAt(start);
    if (!before.isEmpty() && before.getLast().text().equals(".")) {
      qualified(before, select, scope, found);
      return;
    }
    boolean table =
        !before.isEmpty()
            && (before.getLast().isWord("FROM")
                || before.getLast().isWord("JOIN")
                || before.getLast().isWord("TABLE"));
    if (table) {
      query.selectAt(start).map(at -> at.query).orElse(query).visibleExpressions().stream()
          .map(expression -> expression.name().text())
          .forEach(name -> found.add(Kind.EXPRESSION, name, quoted(name), Optional.empty()));
      references(knowledge, found);
    } else if (select.isPresent()) {
      columns(select.get(), scope, found);
    }
    words
        .functions()
        .forEach(
            function ->
                found.add(
                    Kind.FUNCTION,
                    function.name(),
                    function.name() + (function.signature().contains("(") ? "(" : ""),
                    Optional.of(function.signature())));
    words.keywords().forEach(word -> found.add(Kind.KEYWORD, word, word, Optional.empty()));
  }

  private static void qualified(
      List<SqlToken> before, Optional<Select> select, Scope scope, Collector found) {
    if (before.size() < 2 || select.isEmpty() || !Cursor.isName(before.get(before.size() - 2))) {
      return;
    }
    String qualifier = Cursor.bare(before.get(before.size() - 2));
    select
        .get()
        .table(qualifier)
        .ifPresent(
            table ->
                scope
                    .columns(table, select.get().query)
                    .forEach(column -> column(column, "", found)));
  }

  private static void columns(Select select, Scope scope, Collector found) {
    for (Table table : select.visibleTables()) {
      String label = table.label();
      if (!label.isEmpty()) {
        Optional<String> detail = scope.node(table, select.query).map(Node::name);
        found.add(Kind.ALIAS, label, quoted(label), detail);
      }
      scope.columns(table, select.query).forEach(column -> column(column, label, found));
    }
  }

  private static void column(ScopeColumn column, String label, Collector found) {
    String from = label.isEmpty() ? "" : "  " + label;
    String detail = column.type().orElse("") + from;
    found.add(
        Kind.COLUMN,
        column.name(),
        quoted(column.name()),
        detail.isBlank() ? Optional.empty() : Optional.of(detail.strip()));
  }

  private static void references(Knowledge knowledge, Collector found) {
    for (Node node : knowledge.project().nodes().values()) {
      String name = node.name();
      if (node.resourceType() == ResourceType.SOURCE) {
        String source = Knowledge.sourceName(node);
        found.add(
            Kind.SOURCE,
            source + "." + name,
            "{{ source('" + source + "', '" + name + "') }}",
            Optional.of("source"));
      } else if (isReadable(node)) {
        found.add(
            Kind.MODEL, name, "{{ ref('" + name + "') }}", Optional.of(TagCompleter.kind(node)));
      }
    }
  }

  static boolean isReadable(Node node) {
    return node.resourceType() == ResourceType.MODEL || node.resourceType() == ResourceType.SEED;
  }

  /** A name as it must stand in SQL. */
  private static String quoted(String name) {
    boolean plain =
        !name.isEmpty()
            && !Character.isDigit(name.charAt(0))
            && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
    return plain ? name : RelationName.quote(name);
  }

  /** Keeps what fits what has been typed, each label of a kind once. */
  static final class Collector {
    private final String prefix;
    private final TextSpan replaced;
    private final Map<String, Completion> found = new LinkedHashMap<>();

    private Collector(String prefix, TextSpan replaced) {
      this.prefix = prefix.toLowerCase(Locale.ROOT);
      this.replaced = replaced;
    }

    void add(Kind kind, String label, String insertion, Optional<String> detail) {
      if (rank(label) < 3) {
        found.putIfAbsent(
            kind + "/" + label, new Completion(kind, label, insertion, detail, replaced));
      }
    }

    /** Names that begin as typed come first, then those with a word that does, then the rest. */
    private int rank(String label) {
      String lower = label.toLowerCase(Locale.ROOT);
      if (lower.startsWith(prefix)) {
        return 0;
      }
      if (lower.contains("_" + prefix) || lower.contains("." + prefix)) {
        return 1;
      }
      return prefix.length() >= 2 && lower.contains(prefix) ? 2 : 3;
    }

    List<Completion> sorted() {
      List<Completion> sorted = new ArrayList<>(found.values());
      sorted.sort(
          Comparator.<Completion>comparingInt(completion -> rank(completion.label()))
              .thenComparing(Completion::kind)
              .thenComparing(
                  completion -> completion.kind() == Kind.COLUMN ? "" : completion.label()));
      return List.copyOf(sorted.subList(0, Math.min(MOST, sorted.size())));
    }
  }
}
