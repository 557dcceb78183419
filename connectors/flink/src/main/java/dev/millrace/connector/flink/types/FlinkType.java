package dev.millrace.connector.flink.types;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.millrace.engine.connect.RelationName;
import java.util.List;

/** A type of Flink SQL, as far as reading its values needs it. */
public sealed interface FlinkType {
  boolean nullable();

  /** Flink's serializable text without the nullability of this type itself. */
  String name();

  /** Flink's serializable text, such as {@code DECIMAL(10, 2) NOT NULL}. */
  default String text() {
    return nullable() ? name() : name() + " NOT NULL";
  }

  /** What a type without parts is at its root. */
  enum Root {
    BOOLEAN,
    TINYINT,
    SMALLINT,
    INT,
    BIGINT,
    FLOAT,
    DOUBLE,
    DECIMAL,
    CHAR,
    VARCHAR,
    BINARY,
    VARBINARY,
    DATE,
    TIME,
    TIMESTAMP,
    TIMESTAMP_LTZ,
    /** In months. */
    INTERVAL_YEAR_MONTH,
    /** In milliseconds. */
    INTERVAL_DAY_TIME,
    /** Anything else; its values are handed on as text. */
    OTHER
  }

  /**
   * A type without parts.
   *
   * @param name its text, such as {@code VARCHAR(20)}
   * @param scale digits behind the point of a DECIMAL; 0 for others
   */
  record Scalar(Root root, String name, int scale, boolean nullable) implements FlinkType {
    public Scalar {
      requireNonNull(root, "root");
      requireNonNull(name, "name");
    }
  }

  /** ARRAY. */
  record ArrayOf(FlinkType element, boolean nullable) implements FlinkType {
    public ArrayOf {
      requireNonNull(element, "element");
    }

    @Override
    public String name() {
      return "ARRAY<" + element.text() + ">";
    }
  }

  /** MULTISET; its values are counts by element. */
  record MultisetOf(FlinkType element, boolean nullable) implements FlinkType {
    public MultisetOf {
      requireNonNull(element, "element");
    }

    @Override
    public String name() {
      return "MULTISET<" + element.text() + ">";
    }
  }

  /** MAP. */
  record MapOf(FlinkType key, FlinkType value, boolean nullable) implements FlinkType {
    public MapOf {
      requireNonNull(key, "key");
      requireNonNull(value, "value");
    }

    @Override
    public String name() {
      return "MAP<" + key.text() + ", " + value.text() + ">";
    }
  }

  /** ROW. */
  record RowOf(List<Field> fields, boolean nullable) implements FlinkType {
    public RowOf {
      fields = List.copyOf(fields);
    }

    @Override
    public String name() {
      return fields.stream()
          .map(field -> RelationName.quote(field.name()) + " " + field.type().text())
          .collect(joining(", ", "ROW<", ">"));
    }
  }

  /** A field of a ROW. */
  record Field(String name, FlinkType type) {
    public Field {
      requireNonNull(name, "name");
      requireNonNull(type, "type");
    }
  }
}
