package dev.millrace.connector.flink.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.connector.flink.types.FlinkType.Root;
import dev.millrace.connector.flink.types.FlinkType.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TypeTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "INT",
        "DECIMAL(10, 2) NOT NULL",
        "VARCHAR(2147483647)",
        "TIMESTAMP(3)",
        "TIMESTAMP_LTZ(3) NOT NULL",
        "ARRAY<ROW<`a` INT NOT NULL, `b c` MAP<VARCHAR(10), DECIMAL(4, 1)>> NOT NULL>",
        "MULTISET<CHAR(1) NOT NULL> NOT NULL",
        "INTERVAL DAY(2) TO SECOND(3)",
        "RAW('java.lang.Class', 'a>b,c') NOT NULL"
      })
  void serializableTextIsReadAndWrittenTheSame(String text) {
    assertThat(TypeText.read(text).text()).isEqualTo(text);
  }

  @Test
  void shortFormsMeanTheirLongForms() {
    assertThat(TypeText.read("STRING").text()).isEqualTo("VARCHAR(2147483647)");
    assertThat(TypeText.read("TIMESTAMP(3) WITH LOCAL TIME ZONE").text())
        .isEqualTo("TIMESTAMP_LTZ(3)");
    assertThat(TypeText.read("TIMESTAMP(3) *ROWTIME* NOT NULL").text())
        .isEqualTo("TIMESTAMP(3) NOT NULL");
  }

  @Test
  void aCommentOfAFieldIsNoPartOfItsType() {
    assertThat(TypeText.read("ROW<`a` INT 'it''s, a > b', `b` INT>").text())
        .isEqualTo("ROW<`a` INT, `b` INT>");
  }

  @Test
  void anUnknownTypeKeepsItsText() {
    assertThat(TypeText.read("VARIANT NOT NULL"))
        .isEqualTo(new Scalar(Root.OTHER, "VARIANT", 0, false));
  }

  @Test
  void whatIsNoTypeIsRefused() {
    assertThatThrownBy(() -> TypeText.read("ROW<`a")).isInstanceOf(IllegalArgumentException.class);
  }
}
