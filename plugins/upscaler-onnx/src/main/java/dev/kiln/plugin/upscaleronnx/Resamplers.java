package dev.kiln.plugin.upscaleronnx;

import dev.kiln.spi.hook.Upscaler;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.host.Pictures.Filter;
import dev.kiln.spi.index.Offers;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscaleCall;
import jakarta.inject.Inject;
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

  private final Pictures pictures;

  @Inject
  public Resamplers(Pictures pictures) {
    this.pictures = pictures;
  }

  @Override
  public Picture upscale(UpscaleCall call) {
    Filter filter =
        switch (call.upscaler().name()) {
          case NEAREST -> Filter.NEAREST;
          case BICUBIC -> Filter.BICUBIC;
          default -> Filter.LANCZOS;
        };
    Picture made = pictures.resize(call.picture(), call.width(), call.height(), filter);
    call.watcher().progress(1, 1);
    return made;
  }
}
