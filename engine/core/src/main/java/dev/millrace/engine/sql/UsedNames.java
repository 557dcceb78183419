package dev.millrace.engine.sql;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Which columns the text of a query may use.
 *
 * @param names last parts of all names in it: columns, but tables and aliases too
 * @param all whether it has a {@code *}, which uses whatever column there is
 */
public record UsedNames(Set<String> names, boolean all) {
  public UsedNames {
    names = Set.copyOf(names);
  }

  /** Whether a column of this name may be among them. */
  public boolean mayUse(String column) {
    return all || names.contains(column);
  }

  static UsedNames of(SqlNode query) {
    Collector collector = new Collector();
    query.accept(collector);
    return new UsedNames(collector.names, collector.all);
  }

  private static final class Collector extends SqlBasicVisitor<@Nullable Void> {
    private final Set<String> names = new LinkedHashSet<>();
    private boolean all;

    @Override
    public @Nullable Void visit(SqlIdentifier identifier) {
      if (identifier.isStar()) {
        all = true;
      } else {
        names.add(identifier.names.getLast());
      }
      return null;
    }
  }
}
