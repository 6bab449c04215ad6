package dev.kiln.host.image;

import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the pictures of one command go; checked before any work is done for them. */
public final class OutputPlace {
  private final @Nullable Path wanted;

  private OutputPlace(@Nullable Path wanted) {
    this.wanted = wanted;
  }

  /** {@code outputs/<seed>-<n>.png} below the current folder. */
  public static OutputPlace standard() {
    return new OutputPlace(null);
  }

  /** The user's own choice; several pictures are numbered. */
  public static OutputPlace of(Path file) {
    return new OutputPlace(file);
  }

  /**
   * @throws BadRequest when nothing can be written there
   */
  public void check() {
    Path file = wanted == null ? Path.of("outputs", "0-0.png") : wanted;
    if (Files.isDirectory(file)) {
      throw new BadRequest(
          file + " is a folder; name a file, for example " + file.resolve("picture.png"));
    }
    if (wanted != null && !wanted.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new BadRequest(file + " does not end in .png; Kiln writes PNG files");
    }
    Path folder = file.toAbsolutePath().getParent();
    try {
      // The folder itself is made with the first picture: a refused request leaves nothing behind.
      Files.delete(Files.createTempFile(existing(folder), ".kiln", ".part"));
    } catch (IOException e) {
      throw new BadRequest(
          file + " cannot be written: " + folder + " is not a folder that you may write to", e);
    }
  }

  private static Path existing(Path folder) {
    Path there = folder;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }

  /**
   * The file of one picture. In {@code outputs/} no file is ever overwritten.
   *
   * @param index from 0
   * @param count of all pictures
   */
  public Path file(long seed, int index, int count) {
    if (wanted == null) {
      int number = 0;
      while (Files.exists(numbered(seed, number))) {
        number++;
      }
      return numbered(seed, number);
    }
    if (count == 1) {
      return wanted;
    }
    String name = wanted.getFileName().toString();
    String stem = name.substring(0, name.length() - ".png".length());
    return wanted.resolveSibling(stem + "-" + (index + 1) + ".png");
  }

  private static Path numbered(long seed, int number) {
    return Path.of("outputs", seed + "-" + number + ".png");
  }
}
