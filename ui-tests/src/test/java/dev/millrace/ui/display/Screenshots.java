package dev.millrace.ui.display;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import javafx.scene.Scene;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;

/** Pictures of scenes as PNG files. */
public final class Screenshots {
  private static final Queue<CompletableFuture<Void>> WRITING = new ConcurrentLinkedQueue<>();

  private Screenshots() {}

  /**
   * Takes what a scene shows now; on the FX thread. The file is written by another, since packing a
   * picture would hold the window longer than any of its views does.
   */
  public static void write(Scene scene, Path file) {
    WritableImage shot = scene.snapshot(null);
    WRITING.add(CompletableFuture.runAsync(() -> write(shot, file)));
  }

  /** Waits until all pictures are on the disk. */
  public static void awaitAll() {
    for (CompletableFuture<Void> picture = WRITING.poll();
        picture != null;
        picture = WRITING.poll()) {
      picture.join();
    }
  }

  private static void write(WritableImage shot, Path file) {
    PixelReader pixels = shot.getPixelReader();
    int width = (int) shot.getWidth();
    int height = (int) shot.getHeight();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, pixels.getArgb(x, y));
      }
    }
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      ImageIO.write(image, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
