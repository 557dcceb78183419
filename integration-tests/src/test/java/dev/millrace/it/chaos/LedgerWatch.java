package dev.millrace.it.chaos;

import static java.util.Objects.requireNonNull;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.BooleanValue;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StringReference;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.request.BreakpointRequest;
import dev.millrace.engine.ledger.JournalEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ReturnInstruction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipFile;

/**
 * Knows the methods through which the engine writes into its ledger, sets breakpoints where they
 * begin and where they return, and reads from a thread that stands there what is being written.
 */
final class LedgerWatch {
  private static final String OPERATIONS = "dev.millrace.engine.ledger.Operations";
  private static final String LEDGER = "dev.millrace.engine.ledger.Ledger";

  /** Classes to wait for. */
  static final List<String> TYPES = List.of(OPERATIONS, LEDGER);

  private static final Map<String, Set<String>> WRITES =
      Map.of(
          OPERATIONS, Set.of("begin", "save", "saveWithAttempt", "commit", "end", "journal"),
          LEDGER, Set.of("addSavepoint", "sawCheckpoint"));
  private static final String SIDE = "side";

  private final Map<String, List<Integer>> returns = new HashMap<>();

  LedgerWatch(Path engineJar) {
    try (ZipFile jar = new ZipFile(engineJar.toFile())) {
      for (String type : TYPES) {
        try (InputStream bytes =
            jar.getInputStream(
                requireNonNull(jar.getEntry(type.replace('.', '/') + ".class"), type))) {
          remember(type, ClassFile.of().parse(bytes.readAllBytes()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** To be called as soon as one of the classes is there. */
  void setBreakpoints(VirtualMachine machine, ReferenceType type) {
    for (Method method : type.methods()) {
      if (!WRITES.getOrDefault(type.name(), Set.of()).contains(method.name())
          || method.argumentTypeNames().isEmpty()) {
        continue;
      }
      set(machine, method.locationOfCodeIndex(0), Moment.Side.BEFORE);
      for (int index : returns.getOrDefault(name(type.name(), method), List.of())) {
        set(machine, method.locationOfCodeIndex(index), Moment.Side.AFTER);
      }
    }
  }

  /** A reader for one process: it remembers which state each operation is in. */
  Reader reader() {
    return new Reader();
  }

  private static void set(VirtualMachine machine, Location location, Moment.Side side) {
    BreakpointRequest request = machine.eventRequestManager().createBreakpointRequest(location);
    request.putProperty(SIDE, side);
    request.enable();
  }

  private void remember(String type, ClassModel model) {
    for (MethodModel method : model.methods()) {
      method
          .code()
          .ifPresent(
              code ->
                  returns.put(
                      type
                          + '.'
                          + method.methodName().stringValue()
                          + method.methodType().stringValue(),
                      returnsOf(code)));
    }
  }

  private static List<Integer> returnsOf(CodeModel code) {
    List<Integer> indexes = new ArrayList<>();
    int index = 0;
    for (CodeElement element : code) {
      if (element instanceof Instruction instruction) {
        if (instruction instanceof ReturnInstruction) {
          indexes.add(index);
        }
        index += instruction.sizeInBytes();
      }
    }
    return indexes;
  }

  private static String name(String type, Method method) {
    return type + '.' + method.name() + method.signature();
  }

  /** Makes moments of breakpoints. */
  static final class Reader {
    private final Map<String, String> states = new HashMap<>();

    Moment read(BreakpointEvent event)
        throws IncompatibleThreadStateException, AbsentInformationException {
      Moment.Side side = (Moment.Side) requireNonNull(event.request().getProperty(SIDE));
      List<Value> arguments = event.thread().frame(0).getArgumentValues();
      return switch (event.location().method().name()) {
        case "begin" -> new Moment(text(arguments.get(0)), Moment.INTENT, side);
        case "journal" -> call(arguments, side);
        case "addSavepoint" ->
            new Moment(text(field(arguments.get(0), "deployment")), Moment.SAVEPOINT, side);
        case "sawCheckpoint" -> new Moment(text(arguments.get(0)), Moment.CHECKPOINT, side);
        case "saveWithAttempt" ->
            ((BooleanValue) arguments.get(1)).value()
                ? new Moment(deployment(arguments.get(0)), Moment.WAY_BACK, side)
                : transition(arguments.get(0), side);
        default -> transition(arguments.get(0), side);
      };
    }

    private Moment transition(Value operation, Moment.Side side) {
      String id = text(field(operation, "id"));
      String to = state(operation);
      String from = states.getOrDefault(id, "intended");
      if (side == Moment.Side.AFTER) {
        states.put(id, to);
      }
      return new Moment(deployment(operation), Moment.transition(from, to), side);
    }

    private static Moment call(List<Value> arguments, Moment.Side side) {
      Value operation = arguments.get(0);
      boolean made = text(field(arguments.get(1), "name")).equals(JournalEntry.Moment.AFTER.name());
      return new Moment(
          deployment(operation), Moment.call(state(operation), text(arguments.get(2)), made), side);
    }

    private static String deployment(Value operation) {
      return text(field(operation, "deployment"));
    }

    private static String state(Value operation) {
      return text(field(operation, "state")).toLowerCase(Locale.ROOT);
    }

    private static Value field(Value owner, String name) {
      ObjectReference object = (ObjectReference) owner;
      return object.getValue(
          object.referenceType().allFields().stream()
              .filter(field -> field.name().equals(name))
              .findFirst()
              .orElseThrow());
    }

    private static String text(Value value) {
      return ((StringReference) value).value();
    }
  }
}
