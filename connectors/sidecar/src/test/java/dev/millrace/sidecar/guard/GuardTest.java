package dev.millrace.sidecar.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
  private static final int PORT = 4711;
  private static final List<String> OWN_HOST = List.of("127.0.0.1:4711");

  private final Guard guard = new Guard("right");

  @Test
  void letsInWhoHasTheToken() {
    assertThat(guard.check(PORT, OWN_HOST, List.of(), List.of("right"))).isEmpty();
  }

  @Test
  void takesLocalhostForItself() {
    assertThat(guard.check(PORT, List.of("localhost:4711"), List.of(), List.of("right"))).isEmpty();
  }

  @Test
  void refusesWhoHasNoToken() {
    assertThat(guard.check(PORT, OWN_HOST, List.of(), List.of())).contains(Refusal.TOKEN);
  }

  @Test
  void refusesAWrongToken() {
    assertThat(guard.check(PORT, OWN_HOST, List.of(), List.of("wrong"))).contains(Refusal.TOKEN);
  }

  @Test
  void refusesTwoTokensOfWhichOneIsRight() {
    assertThat(guard.check(PORT, OWN_HOST, List.of(), List.of("wrong", "right")))
        .contains(Refusal.TOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example:4711", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:4711.evil.example"})
  void refusesAnotherHostEvenWithTheToken(String host) {
    assertThat(guard.check(PORT, List.of(host), List.of(), List.of("right")))
        .contains(Refusal.HOST);
  }

  @Test
  void refusesARequestWithoutHost() {
    assertThat(guard.check(PORT, List.of(), List.of(), List.of("right"))).contains(Refusal.HOST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "http://127.0.0.1:4711", "null"})
  void refusesEveryOriginEvenWithTheToken(String origin) {
    assertThat(guard.check(PORT, OWN_HOST, List.of(origin), List.of("right")))
        .contains(Refusal.ORIGIN);
  }

  @Test
  void refusesToBeMadeWithABlankToken() {
    assertThatThrownBy(() -> new Guard(" ")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tokensDiffer() {
    assertThat(Tokens.random()).isNotEqualTo(Tokens.random()).hasSize(43);
  }
}
