package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.ModelFiles.Found;
import dev.kiln.spi.host.ModelFiles.Kind;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** The networks that preprocessors ask, in the folder {@code annotator} of the models. */
@Singleton
public final class AnnotatorFiles {
  private static final String FOLDER = "annotator";

  private final ModelFiles models;

  @Inject
  AnnotatorFiles(ModelFiles models) {
    this.models = models;
  }

  /**
   * A file by its name.
   *
   * @param preprocessor that needs it
   * @param name with {@code .onnx} at its end
   * @param from whose it is, to find it: "DWPose"
   * @throws BadRequest when it is not there
   */
  public Path named(String preprocessor, String name, String from) {
    return all().stream()
        .map(Found::path)
        .filter(path -> path.getFileName().toString().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadRequest(
                    "the preprocessor %s needs the file %s of %s, which is not there: put it into %s"
                        .formatted(preprocessor, name, from, folder())));
  }

  /** All files whose name, its folder included, is meant. */
  List<Path> matching(Predicate<String> meant) {
    return all().stream().filter(found -> meant.test(found.name())).map(Found::path).toList();
  }

  /** Where a missing one belongs. */
  Path folder() {
    return models.folder().resolve(FOLDER);
  }

  /** Also those in folders of their own below it, as other programs download them. */
  private List<Found> all() {
    return models.find(Kind.ANNOTATOR, List.of(folder()));
  }
}
