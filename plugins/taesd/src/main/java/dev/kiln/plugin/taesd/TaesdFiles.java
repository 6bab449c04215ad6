package dev.kiln.plugin.taesd;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.Weights;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files in {@code taesd} below the models folder, and in the folders where ComfyUI and webUI
 * have theirs. Safe from any thread.
 */
@Singleton
final class TaesdFiles {
  private static final Set<String> FOLDERS = Set.of("taesd", "vae_approx", "vae-taesd");

  /** diffusers' file lies in a folder of the model's name, or deeper. */
  private static final int DEPTH = 3;

  private final ModelFiles models;
  private final Weights weights;

  @Inject
  TaesdFiles(ModelFiles models, Weights weights) {
    this.models = models;
    this.weights = weights;
  }

  /**
   * The decoder of a name, or the first.
   *
   * @param name without ending; empty for any
   * @return empty where there is none and none was named
   * @throws BadRequest when none has this name, or the file is no such decoder
   */
  Optional<TinyDecoder> choose(String name) {
    List<Path> files = files();
    Optional<Path> chosen =
        files.stream().filter(file -> name.isEmpty() || stem(file).equals(stem(name))).findFirst();
    if (chosen.isEmpty() && !name.isEmpty()) {
      throw new BadRequest(
          "there is no TAESD decoder '%s' in %s; there are: %s"
              .formatted(name, models.folder().resolve("taesd"), names(files)));
    }
    return chosen.map(file -> TinyDecoder.of(weights.open(file)));
  }

  private static String names(List<Path> files) {
    return files.isEmpty()
        ? "none"
        : String.join(", ", files.stream().map(TaesdFiles::stem).toList());
  }

  /** Pickles last, so that they are opened, and refused with what to do, only where alone. */
  private List<Path> files() {
    try (Stream<Path> folders = Files.list(models.folder())) {
      return folders
          .filter(folder -> FOLDERS.contains(lower(folder)))
          .filter(Files::isDirectory)
          .flatMap(TaesdFiles::below)
          .sorted(
              Comparator.comparing((Path file) -> !isSafetensors(file))
                  .thenComparing(TaesdFiles::isForXl)
                  .thenComparing(Comparator.naturalOrder()))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new BadRequest(
          models.folder() + " cannot be read for a TAESD decoder; see to its rights", e);
    }
  }

  private static Stream<Path> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder, DEPTH)) {
      return files.filter(TaesdFiles::mayBeDecoder).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean mayBeDecoder(Path file) {
    String name = lower(file);
    return (isSafetensors(file) || name.endsWith(".pth") || name.endsWith(".pt"))
        && !stem(name).endsWith("encoder")
        && Files.isRegularFile(file);
  }

  private static boolean isSafetensors(Path file) {
    return lower(file).endsWith(".safetensors");
  }

  /** It reads other latents, of as many channels. */
  private static boolean isForXl(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).contains("taesdxl");
  }

  private static String lower(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  private static String stem(Path file) {
    return stem(file.getFileName().toString());
  }

  private static String stem(String name) {
    return name.replaceFirst("\\.(safetensors|pth|pt)$", "");
  }
}
