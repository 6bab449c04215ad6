package dev.kiln.plugin.upscaleronnx;

import dev.kiln.plugin.upscaleronnx.network.Architecture;
import dev.kiln.plugin.upscaleronnx.network.TiledNetwork;
import dev.kiln.plugin.upscaleronnx.network.UpscalerNetworks;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.Upscaler;
import dev.kiln.spi.host.ModelFiles.Found;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.host.Pictures.Filter;
import dev.kiln.spi.host.PluginHome;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscaleCall;
import dev.kiln.spi.upscale.UpscalerInfo;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.pf4j.Extension;

/** The upscalers that are files. */
@Extension
@Singleton
public final class ModelUpscaler implements Upscaler {
  /** As webUI: a network that enlarges twice reaches eight times, and no more. */
  private static final int MOST_PASSES = 3;

  private final UpscalerFiles files;
  private final UpscalerNetworks networks;
  private final Pictures pictures;
  private final PluginHome home;

  @Inject
  ModelUpscaler(
      UpscalerFiles files, UpscalerNetworks networks, Pictures pictures, PluginHome home) {
    this.files = files;
    this.networks = networks;
    this.pictures = pictures;
    this.home = home;
  }

  @Override
  public List<UpscalerInfo> models() {
    return files.all().stream()
        .map(found -> new UpscalerInfo(found.shortName(), scale(found), found.path()))
        .toList();
  }

  /** An ONNX file tells its own only when it runs. */
  private int scale(Found found) {
    try {
      return found.problem().isEmpty()
          ? networks.architecture(found.path()).map(Architecture::scale).orElse(0)
          : 0;
    } catch (BadRequest broken) {
      return 0;
    }
  }

  /**
   * Enlarge until the picture has at least the size that is wanted, then make it smaller: webUI's
   * way.
   */
  @Override
  public Picture upscale(UpscaleCall call) {
    Path file = Objects.requireNonNull(call.upscaler().file());
    demandUsable(file);
    UpscalerSettings settings = home.settings(UpscalerSettings.class);
    Picture made = call.picture();
    try (TiledNetwork network =
        networks.open(file).tiled(settings.tile(), settings.overlap(), call.watcher())) {
      for (int pass = 0; pass < MOST_PASSES && (pass == 0 || isSmaller(made, call)); pass++) {
        Picture larger = network.enlarge(made);
        boolean same = larger.width() == made.width();
        made = larger;
        if (same) {
          break;
        }
      }
    }
    Picture sized = sized(made, call);
    return Opacity.isWhole(call.picture())
        ? sized
        : Opacity.of(sized, sized(Opacity.grey(call.picture()), call));
  }

  private Picture sized(Picture picture, UpscaleCall call) {
    return pictures.resize(picture, call.width(), call.height(), Filter.LANCZOS);
  }

  private static boolean isSmaller(Picture picture, UpscaleCall call) {
    return picture.width() < call.width() || picture.height() < call.height();
  }

  private void demandUsable(Path file) {
    for (Found found : files.all()) {
      if (found.path().equals(file) && !found.problem().isEmpty()) {
        throw new BadRequest(found.problem());
      }
    }
  }
}
