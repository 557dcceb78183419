package dev.millrace.sidecar.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;

/**
 * The metadata of a checkpoint or savepoint, loaded.
 *
 * @param file the metadata file
 * @param folder what relative paths in it start from
 * @param millis when the file was written
 */
record SavepointFile(Path file, Path folder, long millis, CheckpointMetadata metadata) {
  SavepointFile {
    requireNonNull(file, "file");
    requireNonNull(folder, "folder");
    requireNonNull(metadata, "metadata");
  }

  /**
   * Loads it.
   *
   * @param path the folder, or a metadata file of any name
   * @throws CallFailedException STATE_UNREADABLE with one sentence for a person; STATE_OUT_OF_REACH
   *     where another machine may see what this one does not
   */
  static SavepointFile load(String path) throws CallFailedException {
    Path given = parse(path);
    try {
      FileSystem files = given.getFileSystem();
      FileStatus status = files.getFileStatus(given);
      Path file =
          status.isDir()
              ? new Path(given, AbstractFsCheckpointStorageAccess.METADATA_FILE_NAME)
              : given;
      FileStatus metadata = status.isDir() ? metadataIn(files, given, file) : status;
      try (FSDataInputStream in = files.open(file)) {
        return parsed(
            path, file.makeQualified(files), metadata.getModificationTime(), in.readAllBytes());
      }
    } catch (FileNotFoundException e) {
      throw outOfReach("There is no checkpoint or savepoint at " + path);
    } catch (UnsupportedFileSystemSchemeException e) {
      throw outOfReach(
          path
              + " cannot be read from here: no file system for "
              + given.toUri().getScheme()
              + ": is on the class path of the state tools");
    } catch (IOException | RuntimeException e) {
      // Clients of object stores fail with exceptions of their own.
      throw outOfReach(path + " cannot be read from here: " + Causes.firstLine(e));
    }
  }

  private static SavepointFile parsed(String path, Path file, long millis, byte[] bytes)
      throws CallFailedException {
    Path folder = file.getParent();
    try {
      return new SavepointFile(
          file,
          folder,
          millis,
          Checkpoints.loadCheckpointMetadata(
              new DataInputStream(new ByteArrayInputStream(bytes)),
              StateClasses.LOADER,
              folder.toString()));
    } catch (IOException | RuntimeException e) {
      throw unreadable(
          "The metadata of " + path + " cannot be read; it is cut off, damaged or no savepoint");
    }
  }

  private static FileStatus metadataIn(FileSystem files, Path folder, Path file)
      throws IOException, CallFailedException {
    try {
      return files.getFileStatus(file);
    } catch (FileNotFoundException e) {
      throw unreadable(
          "The folder "
              + folder
              + " has no "
              + file.getName()
              + ": what was written there was never completed, or is no checkpoint");
    }
  }

  private static Path parse(String path) throws CallFailedException {
    try {
      return new Path(path);
    } catch (IllegalArgumentException e) {
      throw unreadable("Not the path of a checkpoint or savepoint: " + path);
    }
  }

  private static CallFailedException outOfReach(String message) {
    return new CallFailedException(FailureKind.STATE_OUT_OF_REACH, message);
  }

  static CallFailedException unreadable(String message) {
    return new CallFailedException(FailureKind.STATE_UNREADABLE, message);
  }
}
