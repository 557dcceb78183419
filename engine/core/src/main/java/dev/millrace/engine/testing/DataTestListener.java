package dev.millrace.engine.testing;

import dev.millrace.engine.project.DataTest;

/** Told of each data test as it goes; calls come one at a time, from several threads. */
public interface DataTestListener {
  /**
   * @param number 1-based, in the order the tests were asked for
   */
  void started(int number, int total, DataTest test);

  /**
   * @param number as at its start
   */
  void finished(int number, int total, DataTestResult result);
}
