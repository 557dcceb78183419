package dev.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallOrderTest {
  @Test
  void aComparisonIsTheSameTurnedRound() throws JsonProcessingException {
    assertThat(settled("$>$1", "a", "b")).isEqualTo(settled("$<$1", "b", "a"));
    assertThat(settled("$>=$1", "a", "b")).isEqualTo(settled("$<=$1", "b", "a"));
    assertThat(settled("$=$1", "a", "b")).isEqualTo(settled("$=$1", "b", "a"));
  }

  @Test
  void butNotWithTheOtherSides() throws JsonProcessingException {
    assertThat(settled("$>$1", "a", "b")).isNotEqualTo(settled("$>$1", "b", "a"));
    assertThat(settled("$<$1", "a", "b")).isNotEqualTo(settled("$<=$1", "a", "b"));
    assertThat(settled("$-$1", "a", "b")).isNotEqualTo(settled("$-$1", "b", "a"));
  }

  @Test
  void bracketsMeanNothingToConnectivesAndMuchToSums() throws JsonProcessingException {
    assertThat(within("$AND$1")).isEqualTo(settled("$AND$1", "a", "b", "c"));
    assertThat(within("$+$1")).isNotEqualTo(settled("$+$1", "a", "b", "c"));
  }

  @Test
  void aListOfTextsIsTheSameWhateverLengthItSays() throws JsonProcessingException {
    assertThat(list("VARCHAR(4)")).isEqualTo(list("VARCHAR(2147483647)"));
    assertThat(list("CHAR(4)")).isNotEqualTo(list("CHAR(5)"));
  }

  /** Of three, the last two in brackets. */
  private static ObjectNode within(String name) throws JsonProcessingException {
    ObjectNode outer = call(name, "b");
    outer.withArray("operands").add(settled(name, "c", "a"));
    CallOrder.settle(outer);
    return outer;
  }

  private static ObjectNode settled(String name, String... fields) throws JsonProcessingException {
    ObjectNode call = call(name, fields);
    CallOrder.settle(call);
    return call;
  }

  private static ObjectNode call(String name, String... fields) throws JsonProcessingException {
    return (ObjectNode)
        CompiledPlan.JSON.readTree(
            "{'kind': 'CALL', 'internalName': '%s', 'operands': [%s]}"
                .formatted(
                    name,
                    String.join(
                        ", ",
                        Stream.of(fields)
                            .map("{'kind': 'INPUT_REF', 'inputIndex': '%s'}"::formatted)
                            .toList()))
                .replace('\'', '"'));
  }

  private static ObjectNode list(String type) throws JsonProcessingException {
    ObjectNode list =
        (ObjectNode)
            CompiledPlan.JSON.readTree(
                "{'kind': 'LITERAL', 'sarg': {'ranges': []}, 'type': '%s NOT NULL'}"
                    .formatted(type)
                    .replace('\'', '"'));
    CallOrder.settle(list);
    return list;
  }
}
