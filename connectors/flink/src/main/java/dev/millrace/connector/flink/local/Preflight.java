package dev.millrace.connector.flink.local;

import com.sun.management.OperatingSystemMXBean;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must be there before a process is started, so that it does not fail half-way. */
final class Preflight {
  private static final long MEGABYTE = 1024 * 1024;
  private static final long DISK_MEGABYTES = 512;
  private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB$");

  private Preflight() {}

  /**
   * @param megabytes what the process needs to start and do some work
   * @throws MillraceException RESOURCE_EXHAUSTED
   */
  static void memory(String process, long megabytes) {
    OptionalLong available = availableMegabytes();
    if (available.isPresent() && available.getAsLong() < megabytes) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.RESOURCE_EXHAUSTED,
                  "The "
                      + process
                      + " needs "
                      + megabytes
                      + " MB of memory and "
                      + available.getAsLong()
                      + " MB are free")
              .remedy("Close other programs, or run on a cluster of your own with another target"));
    }
  }

  /**
   * @throws MillraceException RESOURCE_EXHAUSTED
   */
  static void disk(Path folder) {
    try {
      long usable = Files.getFileStore(folder).getUsableSpace() / MEGABYTE;
      if (usable < DISK_MEGABYTES) {
        throw new MillraceException(
            Problem.error(
                    ProblemCode.RESOURCE_EXHAUSTED,
                    "The disk of " + folder + " is full: " + usable + " MB are free")
                .remedy("Make room for " + DISK_MEGABYTES + " MB there"));
      }
    } catch (IOException e) {
      throw new MillraceException(
          Problem.error(
              ProblemCode.LOCAL_START_FAILED, "Cannot tell how full the disk of " + folder + " is"),
          e);
    }
  }

  /** Empty where free memory is no measure, because the system fills it with files on purpose. */
  private static OptionalLong availableMegabytes() {
    Path meminfo = Path.of("/proc/meminfo");
    if (!Files.isReadable(meminfo)) {
      return OptionalLong.empty();
    }
    try {
      Matcher matcher = AVAILABLE.matcher(Files.readString(meminfo));
      if (!matcher.find()) {
        return OptionalLong.empty();
      }
      long host = Long.parseLong(matcher.group(1)) / 1024;
      return OptionalLong.of(Math.min(host, containerMegabytes().orElse(host)));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** A container's own limit, which /proc does not show; the JVM knows it. */
  private static OptionalLong containerMegabytes() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? OptionalLong.of(system.getTotalMemorySize() / MEGABYTE)
        : OptionalLong.empty();
  }
}
