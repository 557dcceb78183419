package dev.millrace.it.remote;

/** Flink 2.3. */
final class Flink23RemoteTest extends RemoteFlinkSuite {
  Flink23RemoteTest() {
    super("2.3");
  }
}
