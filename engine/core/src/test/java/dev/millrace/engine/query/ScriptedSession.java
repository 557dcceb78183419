package dev.millrace.engine.query;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.SqlSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A session whose pages a test hands in; once told to, its query ends or fails. */
final class ScriptedSession implements SqlSession {
  final List<String> setup = new ArrayList<>();
  final List<String> queries = new ArrayList<>();
  final List<Map<String, String>> settings = new ArrayList<>();
  final AtomicInteger fetches = new AtomicInteger();
  final AtomicInteger closedResults = new AtomicInteger();
  final AtomicInteger closedSessions = new AtomicInteger();

  private final List<Column> columns;
  private Runnable closing = () -> {};
  private final BlockingQueue<Supplier<Page>> pages = new LinkedBlockingQueue<>();

  ScriptedSession(Column... columns) {
    this.columns = List.of(columns);
  }

  SqlSessions opener() {
    return statements -> {
      setup.addAll(statements);
      return this;
    };
  }

  ScriptedSession page(Row... rows) {
    pages.add(() -> new Page(List.of(rows), false));
    return this;
  }

  ScriptedSession end(Row... rows) {
    pages.add(() -> new Page(List.of(rows), true));
    return this;
  }

  ScriptedSession fail(RuntimeException failure) {
    pages.add(
        () -> {
          throw failure;
        });
    return this;
  }

  /** Lets the end of the query go wrong. */
  ScriptedSession failOnClose(RuntimeException failure) {
    closing =
        () -> {
          throw failure;
        };
    return this;
  }

  @Override
  public QueryResult query(String sql, Map<String, String> statementSettings) {
    queries.add(sql);
    settings.add(statementSettings);
    return new Result();
  }

  @Override
  public void execute(String sql) {
    setup.add(sql);
  }

  @Override
  public void close() {
    closedSessions.incrementAndGet();
  }

  private final class Result implements QueryResult {
    @Override
    public List<Column> columns() {
      return columns;
    }

    @Override
    public Page next(Duration wait) {
      fetches.incrementAndGet();
      try {
        Supplier<Page> page = pages.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        return page == null ? new Page(List.of(), false) : page.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Page(List.of(), false);
      }
    }

    @Override
    public void close() {
      closedResults.incrementAndGet();
      closing.run();
    }
  }
}
