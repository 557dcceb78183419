package dev.millrace.app.editor;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.recovery.RecoveryBuffers;
import dev.millrace.app.recovery.RecoveryBuffers.Buffer;
import dev.millrace.engine.language.DocumentReport;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** One file that is edited: its text, what is on disk, and what is known of it. FX thread only. */
public final class EditorDocument {
  private final Path file;
  private final String path;
  private final EditorLanguage language;
  private final RecoveryBuffers recovery;
  private final Executor background;
  private final Executor fx;
  private final ReadOnlyObjectWrapper<Optional<Shown>> shown =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Notice> notice = new ReadOnlyObjectWrapper<>(Notice.NONE);
  private final ReadOnlyObjectWrapper<Optional<DocumentReport>> report =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyBooleanWrapper unsaved = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper writable = new ReadOnlyBooleanWrapper(true);
  private @Nullable SourceFile disk;
  private String text = "";
  private long serial;
  private String failure = "";

  /** A text that did not come from the keyboard and is to be shown. */
  public record Shown(String text, long serial) {}

  /** What the user must know about the file. */
  public enum Notice {
    NONE,
    /** Unsaved text of an earlier time is shown. */
    RECOVERED,
    /** The file was changed by somebody else, and here is unsaved text. */
    CHANGED_ON_DISK,
    /** The file is gone from disk. */
    GONE,
    /** It cannot be read or written; see {@link EditorDocument#failure}. */
    FAILED
  }

  /**
   * @param file on disk
   * @param path as the project names it
   * @param background for reading and writing
   * @param fx the FX thread
   */
  public EditorDocument(
      Path file,
      String path,
      EditorLanguage language,
      RecoveryBuffers recovery,
      Executor background,
      Executor fx) {
    this.file = requireNonNull(file, "file");
    this.path = requireNonNull(path, "path");
    this.language = requireNonNull(language, "language");
    this.recovery = requireNonNull(recovery, "recovery");
    this.background = requireNonNull(background, "background");
    this.fx = requireNonNull(fx, "fx");
    language.open(path, found -> report.set(Optional.of(found)));
  }

  /** As the project names it. */
  public String path() {
    return path;
  }

  /** The newest text that the view should show in place of what it has. */
  public ReadOnlyObjectProperty<Optional<Shown>> shown() {
    return shown.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Notice> notice() {
    return notice.getReadOnlyProperty();
  }

  /** What the language service says of the newest text it was given. */
  public ReadOnlyObjectProperty<Optional<DocumentReport>> report() {
    return report.getReadOnlyProperty();
  }

  /** Whether the text differs from the file on disk. */
  public ReadOnlyBooleanProperty unsaved() {
    return unsaved.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty writable() {
    return writable.getReadOnlyProperty();
  }

  /** Why the file cannot be read or written, in one sentence. */
  public String failure() {
    return failure;
  }

  /** The text as last told. */
  public String text() {
    return text;
  }

  /** Reads the file and any unsaved text of it. */
  public CompletionStage<Void> load() {
    return inBackground(() -> new Loaded(SourceFile.read(file), recovery.find(path)), this::loaded);
  }

  private record Loaded(SourceFile file, Optional<Buffer> buffer) {}

  private void loaded(Loaded loaded) {
    disk = loaded.file();
    writable.set(loaded.file().writable());
    Optional<Buffer> kept =
        loaded.buffer().filter(buffer -> !buffer.text().equals(loaded.file().text()));
    if (kept.isEmpty()) {
      show(loaded.file().text());
      return;
    }
    boolean same = kept.get().digest().equals(loaded.file().digest());
    show(kept.get().text());
    notice.set(same ? Notice.RECOVERED : Notice.CHANGED_ON_DISK);
  }

  private void show(String shownText) {
    text = shownText;
    shown.set(Optional.of(new Shown(shownText, ++serial)));
    compare();
    language.replace(path, shownText);
  }

  /** A key was pressed; the text itself follows with {@link #settled}. */
  public void touched() {
    unsaved.set(true);
  }

  /** The text as it is now that the keyboard has rested for a moment. */
  public void settled(String now) {
    if (now.equals(text)) {
      compare();
      return;
    }
    text = now;
    compare();
    keep();
    language.replace(path, now);
  }

  private void compare() {
    SourceFile known = disk;
    unsaved.set(known != null && !known.text().equals(text));
  }

  private void keep() {
    SourceFile known = disk;
    if (known == null) {
      return;
    }
    if (unsaved.get()) {
      recovery.keep(new Buffer(path, known.digest(), text));
    } else {
      recovery.forget(path);
    }
  }

  /** Writes the text, unless the file was changed by somebody else meanwhile. */
  public CompletionStage<Void> save(String now) {
    settled(now);
    SourceFile known = disk;
    if (known == null) {
      return CompletableFuture.completedStage(null);
    }
    return inBackground(
        () -> {
          boolean changed = Files.exists(file) && !SourceFile.digest(file).equals(known.digest());
          return changed ? Optional.<SourceFile>empty() : Optional.of(known.write(file, now));
        },
        written -> {
          if (written.isEmpty()) {
            notice.set(Notice.CHANGED_ON_DISK);
          } else {
            wrote(written.get());
          }
        });
  }

  private void wrote(SourceFile written) {
    disk = written;
    notice.set(Notice.NONE);
    compare();
    keep();
  }

  /** The file may have been changed by somebody else: looks, and shows it when nothing is lost. */
  public CompletionStage<Void> lookAgain() {
    SourceFile known = disk;
    if (known == null) {
      return CompletableFuture.completedStage(null);
    }
    return inBackground(
        () ->
            Files.exists(file) ? Optional.of(SourceFile.read(file)) : Optional.<SourceFile>empty(),
        found -> {
          // A save of ours may have ended while we looked.
          if (known.equals(disk)) {
            looked(known, found);
          }
        });
  }

  private void looked(SourceFile known, Optional<SourceFile> found) {
    if (found.isEmpty()) {
      notice.set(Notice.GONE);
      return;
    }
    writable.set(found.get().writable());
    if (found.get().digest().equals(known.digest())) {
      if (notice.get() == Notice.GONE) {
        notice.set(Notice.NONE);
      }
      return;
    }
    if (unsaved.get() && !found.get().text().equals(text)) {
      notice.set(Notice.CHANGED_ON_DISK);
      return;
    }
    disk = found.get();
    notice.set(Notice.NONE);
    if (!found.get().text().equals(text)) {
      show(found.get().text());
    }
    compare();
    keep();
  }

  /** The user wants the text that is shown: the next save writes over what is on disk. */
  public CompletionStage<Void> keepMine() {
    notice.set(Notice.NONE);
    return inBackground(
        () -> SourceFile.read(file),
        found -> {
          disk = found;
          compare();
          keep();
        });
  }

  /** The user wants what is on disk; the text that is shown is given up. */
  public CompletionStage<Void> takeTheirs() {
    notice.set(Notice.NONE);
    return inBackground(
        () -> SourceFile.read(file),
        found -> {
          disk = found;
          recovery.forget(path);
          show(found.text());
        });
  }

  /** Gives up what was not saved; the file on disk counts. */
  public void forget() {
    recovery.forget(path);
  }

  /** Ends with the document; unsaved text stays in its buffer. */
  public void close() {
    language.close(path);
  }

  /** Says in place of nothing that the user has read a notice. */
  public void dismiss() {
    notice.set(Notice.NONE);
  }

  /** Something that reads or writes files. */
  @FunctionalInterface
  private interface Call<T> {
    T run() throws IOException;
  }

  private <T> CompletionStage<Void> inBackground(
      Call<T> call, java.util.function.Consumer<T> then) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    background.execute(
        () -> {
          try {
            T value = call.run();
            fx.execute(
                () -> {
                  then.accept(value);
                  done.complete(null);
                });
          } catch (IOException e) {
            fx.execute(
                () -> {
                  failed(e);
                  done.complete(null);
                });
          }
        });
    return done;
  }

  private void failed(IOException e) {
    failure =
        e instanceof CharacterCodingException
            ? "The file is not UTF-8 text"
            : String.valueOf(e.getMessage());
    notice.set(Notice.FAILED);
  }
}
