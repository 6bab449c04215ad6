package dev.kiln.plugin.upscaleronnx;

import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.ModelFiles.Found;
import dev.kiln.spi.host.ModelFiles.Kind;
import dev.kiln.spi.host.PluginHome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
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
   * @throws dev.kiln.spi.BadRequest when the folder that the user named is none
   */
  List<Found> all() {
    String folder = home.settings(UpscalerSettings.class).folder();
    return files.find(Kind.UPSCALER, files.named("--upscaler-dir", folder)).stream()
        .sorted(Comparator.comparing(Found::shortName, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }
}
