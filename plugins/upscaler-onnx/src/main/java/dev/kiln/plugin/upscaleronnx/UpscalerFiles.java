package dev.kiln.plugin.upscaleronnx;

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

/** The models of this machine that enlarge pictures. Safe from any thread. */
@Singleton
public final class UpscalerFiles {
  private final ModelFiles files;
  private final PluginHome home;

  @Inject
  UpscalerFiles(ModelFiles files, PluginHome home) {
    this.files = files;
    this.home = home;
  }

  /**
   * All of them by name, those that cannot be used too.
   *
   * @throws BadRequest when the folder that the user named is none
   */
  List<Found> all() {
    return files.find(Kind.UPSCALER, folders()).stream()
        .sorted(Comparator.comparing(Found::shortName, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  private List<Path> folders() {
    String folder = home.settings(UpscalerSettings.class).folder();
    if (folder.isBlank()) {
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
    throw new BadRequest("--upscaler-dir is \"" + folder + "\", which is not a folder; name one");
  }
}
