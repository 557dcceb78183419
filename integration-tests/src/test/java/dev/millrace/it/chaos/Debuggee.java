package dev.millrace.it.chaos;

import static java.util.Objects.requireNonNull;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDeathEvent;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One command of the product in a process of its own, under a debugger that can end it. */
final class Debuggee {
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  private final Product product;
  private final LedgerWatch watch;
  private volatile long pid;

  Debuggee(Product product) {
    this.product = product;
    this.watch = new LedgerWatch(product.jar("millrace-engine"));
  }

  /**
   * How the process ended.
   *
   * @param exit its code; empty when it was killed
   * @param took from the first line in the ledger to the last; zero when it wrote none
   */
  record End(Optional<Integer> exit, Duration took) {}

  /**
   * Runs a command and kills the process at the first moment for which this is true; each moment is
   * shown while the process stands still.
   */
  End run(Path log, Iterable<String> command, Predicate<Moment> deadly)
      throws IOException, InterruptedException {
    return session(log, command, deadly, Optional.empty());
  }

  /** The process that was started last. */
  long pid() {
    return pid;
  }

  /** Runs a command and kills the process so long after its first line in the ledger. */
  End killAfter(Path log, Iterable<String> command, Duration time)
      throws IOException, InterruptedException {
    return session(log, command, moment -> false, Optional.of(time));
  }

  private End session(
      Path log, Iterable<String> command, Predicate<Moment> deadly, Optional<Duration> killAfter)
      throws IOException, InterruptedException {
    ListeningConnector connector =
        Bootstrap.virtualMachineManager().listeningConnectors().stream()
            .filter(candidate -> candidate.name().equals("com.sun.jdi.SocketListen"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    requireNonNull(arguments.get("localAddress")).setValue("127.0.0.1");
    requireNonNull(arguments.get("port")).setValue("0");
    // A process that cannot start never asks.
    requireNonNull(arguments.get("timeout")).setValue("60000");
    try {
      String address = connector.startListening(arguments);
      String port = address.substring(address.lastIndexOf(':') + 1);
      Process process = product.start(log, "127.0.0.1:" + port, command);
      pid = process.pid();
      try {
        VirtualMachine machine = connector.accept(arguments);
        return new Session(process, machine).watch(deadly, killAfter);
      } finally {
        process.destroyForcibly();
        connector.stopListening(arguments);
      }
    } catch (IllegalConnectorArgumentsException e) {
      throw new IOException(e);
    }
  }

  /** The process while the debugger is at it. */
  private final class Session {
    private final Process process;
    private final VirtualMachine machine;
    private final LedgerWatch.Reader reader = watch.reader();
    private final long until = System.nanoTime() + PATIENCE.toNanos();
    private long begun;
    private long last;

    Session(Process process, VirtualMachine machine) {
      this.process = process;
      this.machine = machine;
    }

    End watch(Predicate<Moment> deadly, Optional<Duration> killAfter)
        throws IOException, InterruptedException {
      for (String type : LedgerWatch.TYPES) {
        ClassPrepareRequest request = machine.eventRequestManager().createClassPrepareRequest();
        request.addClassFilter(type);
        request.enable();
      }
      try {
        while (true) {
          EventSet events = machine.eventQueue().remove(1000);
          if (System.nanoTime() - until > 0) {
            process.destroyForcibly();
            throw new IOException("a command did not end within " + PATIENCE.toSeconds() + " s");
          }
          if (events == null) {
            continue;
          }
          for (Event event : events) {
            if (event instanceof ClassPrepareEvent prepared) {
              watch.setBreakpoints(machine, prepared.referenceType());
            } else if (event instanceof BreakpointEvent reached) {
              Moment moment = reader.read(reached);
              last = System.nanoTime();
              if (begun == 0) {
                begun = last;
              }
              if (killAfter.isPresent()) {
                machine.dispose();
                return afterwards(killAfter.get());
              }
              if (deadly.test(moment)) {
                return killed();
              }
            } else if (event instanceof VMDeathEvent || event instanceof VMDisconnectEvent) {
              events.resume();
              return ended();
            }
          }
          events.resume();
        }
      } catch (VMDisconnectedException e) {
        return ended();
      } catch (IncompatibleThreadStateException | AbsentInformationException e) {
        throw new IOException(e);
      }
    }

    private End afterwards(Duration time) throws InterruptedException {
      return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS) ? ended() : killed();
    }

    private End killed() throws InterruptedException {
      // SIGKILL, while every thread of it stands still.
      process.destroyForcibly().waitFor();
      return new End(Optional.empty(), took());
    }

    private End ended() throws InterruptedException {
      // It leaves its last words after the debugger is gone.
      return new End(Optional.of(process.waitFor()), took());
    }

    private Duration took() {
      return Duration.ofNanos(last - begun);
    }
  }
}
