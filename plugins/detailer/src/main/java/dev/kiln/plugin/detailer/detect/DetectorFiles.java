package dev.kiln.plugin.detailer.detect;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.ModelFiles.Found;
import dev.kiln.spi.host.ModelFiles.Kind;
import dev.kiln.spi.host.PluginHome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The detectors that lie on this machine. Safe from any thread. */
@Singleton
public class DetectorFiles {
  private static final String PICKLE = "(?i).*\\.(pt|pth)";
  private static final String ANNOTATOR = "annotator";

  private final ModelFiles models;
  private final PluginHome home;

  @Inject
  DetectorFiles(ModelFiles models, PluginHome home) {
    this.models = models;
    this.home = home;
  }

  /**
   * As lists show them: files by name, then segmenters, each with its class of people.
   *
   * @throws BadRequest when the folder that the user named is none
   */
  public List<String> titles() {
    return Stream.concat(
            detectors().stream().filter(it -> !isPickle(it)).map(DetectorFiles::title),
            segmenters().stream()
                .filter(it -> it.shortName().toLowerCase(Locale.ROOT).contains("ade20k"))
                .map(it -> it.shortName() + ":person"))
        .distinct()
        .toList();
  }

  /** Its file's name; that of a segmenter without its ending, as a class follows it. */
  static String title(Found found) {
    return found.kind() == Kind.ANNOTATOR
        ? found.shortName()
        : found.path().getFileName().toString();
  }

  /**
   * The file that a name means: with or without its ending or its folder, or a part of it.
   *
   * @param unit to begin a message with
   * @param name of a model, without classes behind it
   * @param warnings is told when it fits several
   * @throws BadRequest when there is none, or it cannot be used
   */
  Found choose(String unit, String name, Consumer<String> warnings) {
    if (name.toLowerCase(Locale.ROOT).startsWith("mediapipe")) {
      throw new BadRequest(
          "%s names %s, a detector of MediaPipe, which Kiln does not have; name a YOLO detector or %s"
              .formatted(unit, name, shown(name)));
    }
    List<Found> all =
        Stream.concat(detectors().stream(), segmenters().stream())
            // A file that can be used before a pickle of the same name.
            .sorted(Comparator.comparing(DetectorFiles::isPickle))
            .toList();
    Found found =
        exact(all, name)
            .or(() -> holding(unit, all, name, warnings))
            .orElseThrow(() -> unknown(unit, name));
    if (isPickle(found)) {
      throw new BadRequest(
          "%s: %s is a PyTorch file, which can run any code while it is opened, so Kiln does not; where ultralytics is installed, `yolo export format=onnx model=%s` makes an ONNX file of it, which belongs beside it"
              .formatted(unit, found.path(), found.path().getFileName()));
    } else if (!found.problem().isEmpty()) {
      throw new BadRequest(unit + ": " + found.problem());
    }
    return found;
  }

  /**
   * See that a model is there that can be used.
   *
   * @param unit to begin a message with
   * @param model a name, perhaps with a class behind a colon
   * @throws BadRequest when it is not
   */
  public void check(String unit, String model) {
    choose(unit, name(model), any -> {});
  }

  /** Without the class behind it. */
  static String name(String model) {
    return model.replaceFirst(":.*", "").strip();
  }

  private static Optional<Found> exact(List<Found> all, String name) {
    String stem = stem(name);
    return all.stream()
        .filter(it -> stem(it.name()).equals(stem))
        .findFirst()
        .or(() -> all.stream().filter(it -> stem(it.shortName()).equals(stem)).findFirst());
  }

  private static Optional<Found> holding(
      String unit, List<Found> all, String name, Consumer<String> warnings) {
    List<Found> fit =
        all.stream().filter(it -> !isPickle(it) && stem(it.name()).contains(stem(name))).toList();
    Optional<Found> shortest = fit.stream().min(Comparator.comparing(it -> it.name().length()));
    if (fit.size() > 1) {
      shortest.ifPresent(
          it ->
              warnings.accept(
                  "%s: the model '%s' fits several names; %s was taken"
                      .formatted(unit, name, title(it))));
    }
    return stem(name).isEmpty() ? Optional.empty() : shortest;
  }

  private BadRequest unknown(String unit, String name) {
    return new BadRequest(
        "%s names the model '%s', which is not there; there are %s in %s, and --detector-dir names another folder"
            .formatted(unit, name, shown(name), models.folder()));
  }

  private String shown(String name) {
    List<String> titles = titles();
    return titles.isEmpty()
        ? "none"
        : NearestTexts.of(name, titles).stream().limit(8).collect(Collectors.joining(", "));
  }

  /** A name without its ending, in lower case. */
  private static String stem(String name) {
    return name.toLowerCase(Locale.ROOT)
        .replace('\\', '/')
        .strip()
        .replaceFirst("\\.(onnx|pt|pth)$", "");
  }

  private static boolean isPickle(Found found) {
    return found.path().getFileName().toString().matches(PICKLE);
  }

  private List<Found> detectors() {
    return sorted(models.find(Kind.DETECTOR, folders()));
  }

  private List<Found> segmenters() {
    // Also those in folders of their own below it, as other programs download them.
    return sorted(models.find(Kind.ANNOTATOR, List.of(models.folder().resolve(ANNOTATOR))));
  }

  private static List<Found> sorted(List<Found> found) {
    return found.stream()
        .filter(it -> isPickle(it) || it.path().getFileName().toString().matches("(?i).*\\.onnx"))
        .sorted(
            Comparator.comparing(Found::shortName, String.CASE_INSENSITIVE_ORDER)
                .thenComparing(Found::name))
        .toList();
  }

  private List<Path> folders() {
    String folder = home.settings(DetectorSettings.class).folder().strip();
    if (folder.isEmpty()) {
      return List.of();
    }
    try {
      Path path = Path.of(folder);
      if (Files.isDirectory(path)) {
        return List.of(path);
      }
    } catch (InvalidPathException none) {
      // Told below.
    }
    throw new BadRequest("--detector-dir is \"" + folder + "\", which is not a folder; name one");
  }
}
