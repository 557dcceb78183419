package dev.millrace.engine.testing;

import dev.millrace.engine.project.UnitTest;

/** Told of each test as it goes; calls come one at a time, from several threads. */
public interface UnitTestListener {
  /** A listener for callers that only want the report. */
  UnitTestListener NONE =
      new UnitTestListener() {
        @Override
        public void started(int number, int total, UnitTest test) {}

        @Override
        public void finished(int number, int total, UnitTestResult result) {}
      };

  /**
   * @param number 1-based, in the order the tests were asked for
   */
  void started(int number, int total, UnitTest test);

  /**
   * @param number as at its start
   */
  void finished(int number, int total, UnitTestResult result);
}
