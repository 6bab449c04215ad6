package dev.kiln.plugin.upscaleronnx;

import dev.kiln.plugin.upscaleronnx.resample.Nearest;
import dev.kiln.plugin.upscaleronnx.resample.Resampling;
import dev.kiln.spi.hook.Upscaler;
import dev.kiln.spi.index.Offers;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscaleCall;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** The upscalers without a network. */
@Extension
@Singleton
@Offers({Resamplers.NONE, Resamplers.LANCZOS, Resamplers.NEAREST, Resamplers.BICUBIC})
public final class Resamplers implements Upscaler {
  /** As in webUI: where a size is demanded all the same, it is reached by Lanczos. */
  public static final String NONE = "None";

  public static final String LANCZOS = "Lanczos";
  static final String NEAREST = "Nearest";
  static final String BICUBIC = "Bicubic";

  @Override
  public Picture upscale(UpscaleCall call) {
    Picture made =
        switch (call.upscaler().name()) {
          case NEAREST -> Nearest.resize(call.picture(), call.width(), call.height());
          case BICUBIC -> Resampling.BICUBIC.resize(call.picture(), call.width(), call.height());
          default -> Resampling.LANCZOS.resize(call.picture(), call.width(), call.height());
        };
    call.watcher().progress(1, 1);
    return made;
  }
}
