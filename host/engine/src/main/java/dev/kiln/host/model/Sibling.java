package dev.kiln.host.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What lies beside a model under its name. */
final class Sibling {
  private Sibling() {}

  /**
   * A file beside a model, or beside what a link to it points to.
   *
   * @param ending what stands in place of the model's own
   */
  static Optional<Path> find(Path model, String ending) {
    return Stream.of(model, ModelFile.real(model))
        .map(path -> path.resolveSibling(stem(path) + ending))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** A file's name without its ending. */
  static String stem(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[A-Za-z]+$", "");
  }
}
