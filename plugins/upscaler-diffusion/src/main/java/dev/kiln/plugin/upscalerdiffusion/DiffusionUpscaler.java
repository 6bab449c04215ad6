package dev.kiln.plugin.upscalerdiffusion;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.HookOrder;
import dev.kiln.spi.HookOrder.Phase;
import dev.kiln.spi.hook.Upscaler;
import dev.kiln.spi.host.DiffusionModels;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.ModelFiles.Found;
import dev.kiln.spi.host.ModelFiles.Kind;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.host.PluginHome;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscaleCall;
import dev.kiln.spi.upscale.UpscalerInfo;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.pf4j.Extension;

/**
 * The x4 upscalers of this machine. They stand behind all others in a list, so that none of them is
 * what is taken where nobody names an upscaler: they need minutes.
 */
@Extension
@Singleton
@HookOrder(phase = Phase.LATE)
public final class DiffusionUpscaler implements Upscaler {
  private static final int SCALE = 4;

  /** The same picture becomes the same. */
  private static final long SEED = 0;

  private final ModelFiles files;
  private final DiffusionModels models;
  private final Pictures pictures;
  private final PluginHome home;

  @Inject
  DiffusionUpscaler(ModelFiles files, DiffusionModels models, Pictures pictures, PluginHome home) {
    this.files = files;
    this.models = models;
    this.pictures = pictures;
    this.home = home;
  }

  @Override
  public List<UpscalerInfo> models() {
    return found().stream()
        .sorted(Comparator.comparing(Found::shortName, String.CASE_INSENSITIVE_ORDER))
        .map(found -> new UpscalerInfo(found.shortName(), SCALE, found.path()))
        .toList();
  }

  private List<Found> found() {
    return files.find(Kind.DIFFUSION_UPSCALER, List.of());
  }

  /** Four times as large, once, whatever was asked for; Lanczos does the rest. */
  @Override
  public Picture upscale(UpscaleCall call) {
    Path path = Objects.requireNonNull(call.upscaler().file());
    demandUsable(path);
    X4Settings settings = home.settings(X4Settings.class);
    Picture made;
    try (Enlargement enlargement = Enlargement.open(models.open(path), settings)) {
      made = enlargement.of(call.picture(), Noise.ofSeed(SEED), call.watcher());
    }
    Picture sized = pictures.resize(made, call.width(), call.height(), Pictures.Filter.LANCZOS);
    copyOpacity(
        pictures.resize(call.picture(), call.width(), call.height(), Pictures.Filter.LANCZOS),
        sized);
    return sized;
  }

  private void demandUsable(Path path) {
    for (Found found : found()) {
      if (found.path().equals(path) && !found.problem().isEmpty()) {
        throw new BadRequest(found.problem());
      }
    }
  }

  private static void copyOpacity(Picture from, Picture to) {
    for (int i = 3; i < to.rgba().length; i += 4) {
      to.rgba()[i] = from.rgba()[i];
    }
  }
}
