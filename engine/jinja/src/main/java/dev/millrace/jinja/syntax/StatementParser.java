package dev.millrace.jinja.syntax;

import dev.millrace.jinja.BlockTag;
import dev.millrace.jinja.StaticCall;
import dev.millrace.jinja.syntax.Statement.Signature;
import dev.millrace.jinja.syntax.Statement.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Statements after the grammar of Jinja2 3.1, with dbt's tags. */
final class StatementParser {
  private final TokenStream stream;
  private final Nesting nesting = new Nesting();
  private final ExpressionParser expressions;
  private final TargetParser targets;
  private final Set<BlockTag> tags;
  // The open tags and what ends each of them, innermost first: for messages.
  private final Deque<String> openTags = new ArrayDeque<>();
  private final Deque<List<String>> endTags = new ArrayDeque<>();
  private final Map<Integer, List<StaticCall>> callsByMacro = new HashMap<>();

  StatementParser(SourceText source, Set<BlockTag> tags) {
    this.stream = new TokenStream(source);
    this.expressions = new ExpressionParser(stream, nesting);
    this.targets = new TargetParser(stream, expressions, nesting);
    this.tags = tags;
  }

  Syntax parse() {
    List<Statement> body = statements(List.of());
    return new Syntax(stream.source(), body, expressions.calls().found(), callsByMacro);
  }

  private List<Statement> statements(List<String> ends) {
    List<Statement> result = new ArrayList<>();
    while (true) {
      Token token = stream.current();
      switch (token.type()) {
        case DATA -> {
          stream.next();
          result.add(new Statement.Text(token.offset(), token.text()));
        }
        case PRINT_BEGIN -> {
          stream.next();
          int offset = stream.current().offset();
          result.add(new Statement.Print(offset, expressions.tuple(true, null)));
          stream.expect(TokenType.PRINT_END);
        }
        case BLOCK_BEGIN -> {
          stream.next();
          if (stream.is(TokenType.NAME) && ends.contains(stream.current().text())) {
            return result;
          }
          statement(result);
          stream.expect(TokenType.BLOCK_END);
        }
        default -> {
          return result;
        }
      }
    }
  }

  /** The statements up to one of the end tags, which becomes the current token. */
  private List<Statement> body(String... ends) {
    // As in Python, a colon may end the opening tag.
    stream.skip(TokenType.COLON);
    stream.expect(TokenType.BLOCK_END);
    nesting.enter(stream);
    endTags.push(List.of(ends));
    List<Statement> result = statements(List.of(ends));
    if (stream.is(TokenType.END)) {
      throw stream.error(stream.current().offset(), expectation("Unexpected end of template.", ""));
    }
    endTags.pop();
    nesting.leave();
    return List.copyOf(result);
  }

  /** The statements up to the end tag, which is consumed. */
  private List<Statement> wholeBody(String... ends) {
    List<Statement> result = body(ends);
    stream.next();
    return result;
  }

  private void statement(List<Statement> result) {
    if (!stream.is(TokenType.NAME)) {
      throw stream.error(stream.current().offset(), "tag name expected");
    }
    Token tag = stream.next();
    openTags.push(tag.text());
    int offset = tag.offset();
    switch (tag.text()) {
      case "if" -> result.add(conditional(offset));
      case "for" -> result.add(loop(offset));
      case "set" -> result.add(assignment(offset));
      case "macro" -> result.add(macro(offset));
      case "call" -> result.add(callBlock(offset));
      case "filter" -> {
        Expression value = expressions.captureFilters(offset, true);
        result.add(new Statement.FilterBlock(offset, value, wholeBody("endfilter")));
      }
      case "with" -> result.add(with(offset));
      case "do" -> result.add(new Statement.Do(offset, expressions.tuple(true, null)));
      case "break" -> result.add(new Statement.Break(offset));
      case "continue" -> result.add(new Statement.Continue(offset));
      case "print" -> print(result);
      case "block" -> result.add(block(offset));
      case "autoescape" -> {
        expressions.expression();
        result.add(new Statement.Autoescape(offset, wholeBody("endautoescape")));
      }
      case "extends", "include", "import", "from" ->
          throw stream.error(
              offset, "The tag '" + tag.text() + "' is not supported: templates stand alone.");
      default -> result.add(dbtTag(tag));
    }
    openTags.pop();
  }

  private Statement dbtTag(Token tag) {
    BlockTag known =
        switch (tag.text()) {
          case "test", "data_test" -> BlockTag.TEST;
          case "materialization" -> BlockTag.MATERIALIZATION;
          case "snapshot" -> BlockTag.SNAPSHOT;
          case "docs" -> BlockTag.DOCS;
          default -> null;
        };
    int offset = tag.offset();
    if (known == null || !tags.contains(known)) {
      openTags.pop();
      String quoted = TokenStream.quoted(tag.text());
      throw stream.error(
          offset, expectation("Encountered unknown tag " + quoted + ".", tag.text()));
    }
    return switch (known) {
      case TEST -> {
        String name = "test_" + targets.name();
        Signature signature = targets.signature();
        yield macro(offset, name, signature, known, "endtest", "enddata_test");
      }
      case MATERIALIZATION -> materialization(offset);
      case SNAPSHOT ->
          macro(offset, "snapshot_" + targets.name(), targets.none(), known, "endsnapshot");
      case DOCS -> macro(offset, "dbt_docs__" + targets.name(), targets.none(), known, "enddocs");
    };
  }

  private String expectation(String beginning, String tag) {
    StringBuilder message = new StringBuilder(beginning);
    if (!endTags.isEmpty()) {
      String looking =
          endTags.getFirst().stream().map(TokenStream::quoted).collect(Collectors.joining(" or "));
      if (endTags.stream().anyMatch(ends -> ends.contains(tag))) {
        message
            .append(" You probably made a nesting mistake. Jinja is expecting this tag,")
            .append(" but currently looking for ")
            .append(looking)
            .append('.');
      } else {
        message.append(" Jinja was looking for the following tags: ").append(looking).append('.');
      }
    }
    if (!openTags.isEmpty()) {
      message
          .append(" The innermost block that needs to be closed is ")
          .append(TokenStream.quoted(openTags.getFirst()))
          .append('.');
    }
    return message.toString();
  }

  private Statement conditional(int offset) {
    List<Statement.Branch> branches = new ArrayList<>();
    List<Statement> otherwise = List.of();
    while (true) {
      Expression test = expressions.tuple(false, null);
      branches.add(new Statement.Branch(test, body("elif", "else", "endif")));
      Token token = stream.next();
      if (token.isName("elif")) {
        continue;
      }
      if (token.isName("else")) {
        otherwise = wholeBody("endif");
      }
      return new Statement.If(offset, List.copyOf(branches), otherwise);
    }
  }

  private Statement loop(int offset) {
    Target target = targets.target();
    if (target instanceof Target.NameTarget name && name.name().equals("loop")) {
      throw stream.error(name.offset(), "Can't assign to special loop variable in for-loop target");
    }
    stream.expectName("in");
    Expression iterable = expressions.tuple(false, "recursive");
    Expression condition = stream.skipName("if") ? expressions.expression() : null;
    boolean recursive = stream.skipName("recursive");
    List<Statement> body = body("endfor", "else");
    List<Statement> otherwise = stream.next().isName("else") ? wholeBody("endfor") : List.of();
    return new Statement.For(offset, target, iterable, condition, recursive, body, otherwise);
  }

  private Statement assignment(int offset) {
    Target target = targets.target();
    if (stream.skip(TokenType.ASSIGN)) {
      return new Statement.Set(offset, target, expressions.tuple(true, null));
    }
    Expression value = expressions.captureFilters(offset, false);
    return new Statement.SetBlock(offset, target, value, wholeBody("endset"));
  }

  private Statement macro(int offset) {
    String name = targets.name();
    Signature signature = targets.signature();
    return macro(offset, name, signature, null, "endmacro");
  }

  private Statement macro(
      int offset, String name, Signature signature, @Nullable BlockTag tag, String... ends) {
    List<StaticCall> found = expressions.calls().found();
    int first = found.size() - targets.callsInSignature();
    List<Statement> body = wholeBody(ends);
    callsByMacro.put(offset, List.copyOf(found.subList(first, found.size())));
    return new Statement.Macro(offset, name.intern(), signature, body, tag);
  }

  private Statement materialization(int offset) {
    String name = targets.name();
    String adapter = "default";
    targets.none();
    List<Statement.Parameter> parameters = new ArrayList<>();
    while (stream.skip(TokenType.COMMA)) {
      Token option = stream.expect(TokenType.NAME);
      switch (option.text()) {
        case "default" -> {
          // The adapter's name already says so.
        }
        case "adapter" -> {
          stream.expect(TokenType.ASSIGN);
          adapter = constantText(expressions.expression());
        }
        case "supported_languages" -> {
          stream.expect(TokenType.ASSIGN);
          parameters.add(
              new Statement.Parameter(
                  option.offset(), "supported_languages", expressions.expression()));
        }
        default ->
            throw stream.error(
                option.offset(), "got an unexpected keyword argument '" + option.text() + "'");
      }
    }
    return macro(
        offset,
        "materialization_" + name + "_" + adapter,
        new Signature(List.copyOf(parameters)),
        BlockTag.MATERIALIZATION,
        "endmaterialization");
  }

  private String constantText(Expression expression) {
    if (expression instanceof Expression.Constant constant
        && constant.value() instanceof String text) {
      return text;
    }
    throw stream.error(expression.offset(), "the adapter's name must be a string");
  }

  private Statement callBlock(int offset) {
    Signature signature =
        stream.is(TokenType.LEFT_PARENTHESIS) ? targets.signature() : targets.none();
    Expression call = expressions.expression();
    if (!(call instanceof Expression.Call)) {
      throw stream.error(call.offset(), "expected call");
    }
    return new Statement.CallBlock(offset, call, signature, wholeBody("endcall"));
  }

  private Statement with(int offset) {
    List<Target> names = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!stream.is(TokenType.BLOCK_END) && !stream.is(TokenType.END)) {
      if (!names.isEmpty()) {
        stream.expect(TokenType.COMMA);
      }
      names.add(targets.target());
      stream.expect(TokenType.ASSIGN);
      values.add(expressions.expression());
    }
    return new Statement.With(
        offset, List.copyOf(names), List.copyOf(values), wholeBody("endwith"));
  }

  private void print(List<Statement> result) {
    boolean first = true;
    while (!stream.is(TokenType.BLOCK_END)) {
      if (!first) {
        stream.expect(TokenType.COMMA);
      }
      first = false;
      int offset = stream.current().offset();
      result.add(new Statement.Print(offset, expressions.expression()));
    }
  }

  private Statement block(int offset) {
    String name = stream.expect(TokenType.NAME).text();
    boolean scoped = stream.skipName("scoped");
    stream.skipName("required");
    List<Statement> body = wholeBody("endblock");
    stream.skipName(name);
    return new Statement.Block(offset, name, scoped, body);
  }
}
