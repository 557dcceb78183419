package dev.millrace.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LooksTest {
  private final Deque<ProblemCode> failures = new ArrayDeque<>();
  private int pauses;

  private String look() {
    return Looks.until(
        () -> {
          if (!failures.isEmpty()) {
            throw new MillraceException(Problem.error(failures.removeFirst(), "It is gone"));
          }
          return "all of it";
        },
        e -> e.problem().message(),
        () -> pauses++);
  }

  @Test
  void aCheckpointThatIsGoneIsNoReasonToGiveUp() {
    failures.addAll(List.of(ProblemCode.STATE_UNREADABLE, ProblemCode.STATE_UNREADABLE));

    assertThat(look()).isEqualTo("all of it");
    assertThat(pauses).isEqualTo(2);
  }

  @Test
  void whatStaysUnreadableIsTold() {
    for (int i = 0; i < 9; i++) {
      failures.add(ProblemCode.STATE_UNREADABLE);
    }

    assertThat(look()).isEqualTo("It is gone");
    assertThat(failures).hasSize(4);
  }

  @Test
  void otherFailuresAreNotRepeated() {
    failures.add(ProblemCode.CLUSTER_UNREACHABLE);

    assertThatThrownBy(this::look).hasMessageContaining("It is gone");
    assertThat(pauses).isZero();
  }
}
