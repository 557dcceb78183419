package dev.millrace.sidecar.state;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.wire.StateNoteRequest;
import dev.millrace.wire.StateNotesResponse;
import dev.millrace.wire.StateNotesResponse.Note;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.type.TypeReference;

/**
 * What is known of savepoints, kept as {@code <folder>/millrace/<name of the savepoint>.json}. Not
 * inside a savepoint's own folder: Flink fails to delete that while there is anything in it which
 * Flink has not written.
 */
final class SavepointNotes {
  static final String FOLDER = "millrace";

  private static final String ENDING = ".json";
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private SavepointNotes() {}

  /**
   * Keeps one, in place of what is there; not where there is no such savepoint: the same path may
   * be that of a folder on machines of the cluster, and of nothing here.
   */
  static void write(StateNoteRequest request) throws CallFailedException {
    try {
      Path savepoint = savepoint(request.path());
      Path file = file(savepoint);
      FileSystem files = file.getFileSystem();
      if (!isThere(files, savepoint)) {
        throw SavepointFile.unreadable("There is no savepoint at " + request.path());
      }
      files.mkdirs(file.getParent());
      try (FSDataOutputStream out = files.create(file, FileSystem.WriteMode.OVERWRITE)) {
        out.write(ClusterWork.JSON.writeValueAsBytes(request.note()));
      }
    } catch (IOException | RuntimeException e) {
      // Clients of object stores fail with exceptions of their own.
      throw SavepointFile.unreadable(
          "No note can be kept beside " + request.path() + ": " + Causes.firstLine(e));
    }
  }

  /** Those of savepoints that are still there. */
  static StateNotesResponse in(String folder) throws CallFailedException {
    try {
      Path savepoints = new Path(folder);
      FileSystem files = savepoints.getFileSystem();
      List<Note> notes = new ArrayList<>();
      List<String> unreadable = new ArrayList<>();
      for (FileStatus status : list(files, new Path(savepoints, FOLDER))) {
        String name = status.getPath().getName();
        if (status.isDir() || !name.endsWith(ENDING)) {
          continue;
        }
        Path savepoint = new Path(savepoints, name.substring(0, name.length() - ENDING.length()));
        if (!isThere(files, savepoint)) {
          continue;
        }
        try (FSDataInputStream in = files.open(status.getPath())) {
          notes.add(
              new Note(savepoint.toString(), ClusterWork.JSON.readValue(in.readAllBytes(), TEXTS)));
        } catch (IOException e) {
          unreadable.add(
              "What was noted of the savepoint " + savepoint + " cannot be read; it is damaged");
        }
      }
      return new StateNotesResponse(notes, unreadable);
    } catch (IOException | RuntimeException e) {
      throw SavepointFile.unreadable(
          "The folder " + folder + " cannot be read from here: " + Causes.firstLine(e));
    }
  }

  /**
   * Deletes that of a savepoint, if there is one.
   *
   * @param savepoint its folder
   */
  static void delete(Path savepoint) throws CallFailedException {
    try {
      Path file = file(savepoint);
      FileSystem files = file.getFileSystem();
      if (files.exists(file)) {
        files.delete(file, false);
      }
    } catch (IOException | RuntimeException e) {
      throw SavepointFile.unreadable(
          "The note beside " + savepoint + " cannot be deleted: " + Causes.firstLine(e));
    }
  }

  private static FileStatus[] list(FileSystem files, Path folder) throws IOException {
    try {
      FileStatus[] found = files.listStatus(folder);
      return found == null ? new FileStatus[0] : found;
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  private static boolean isThere(FileSystem files, Path savepoint) throws IOException {
    return files.exists(new Path(savepoint, AbstractFsCheckpointStorageAccess.METADATA_FILE_NAME));
  }

  private static Path savepoint(String path) {
    Path given = new Path(path);
    return given.getName().startsWith(AbstractFsCheckpointStorageAccess.METADATA_FILE_NAME)
        ? given.getParent()
        : given;
  }

  private static Path file(Path savepoint) {
    return new Path(new Path(savepoint.getParent(), FOLDER), savepoint.getName() + ENDING);
  }
}
