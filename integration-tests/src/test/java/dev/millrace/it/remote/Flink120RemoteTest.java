package dev.millrace.it.remote;

/** Flink 1.20. */
final class Flink120RemoteTest extends RemoteFlinkSuite {
  Flink120RemoteTest() {
    super("1.20");
  }
}
