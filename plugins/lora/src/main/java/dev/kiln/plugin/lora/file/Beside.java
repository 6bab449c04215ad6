package dev.kiln.plugin.lora.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What lies beside a file under its name: a preview, and what webUI and sites wrote about it.
 *
 * @param file the weights
 */
public record Beside(Path file) {
  private static final List<String> PREVIEWS =
      List.of(".preview.png", ".png", ".preview.jpg", ".jpg", ".preview.jpeg", ".jpeg");

  private static final long LARGEST_PICTURE = 8_000_000;
  private static final long LARGEST_TEXT = 1_000_000;

  private Path sibling(String ending) {
    String stem = file.getFileName().toString().replaceFirst("\\.[A-Za-z]+$", "");
    return file.resolveSibling(stem + ending);
  }

  /** The first picture of it, if it is not too large to be shown. */
  public Optional<Path> preview() {
    return PREVIEWS.stream()
        .map(this::sibling)
        .filter(picture -> small(picture, LARGEST_PICTURE))
        .findFirst();
  }

  /** A text file; empty when there is none. */
  Optional<String> text(String ending) {
    Path text = sibling(ending);
    if (!small(text, LARGEST_TEXT)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(text));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static boolean small(Path path, long most) {
    return Files.isRegularFile(path) && path.toFile().length() <= most;
  }
}
