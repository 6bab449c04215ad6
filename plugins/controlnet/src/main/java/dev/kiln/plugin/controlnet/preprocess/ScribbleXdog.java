package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.index.OffersPreprocessor;
import dev.kiln.spi.index.OffersPreprocessor.Slider;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/**
 * White strokes on black where a picture is darker than around (extended difference of Gaussians).
 */
@Extension
@Singleton
@OffersPreprocessor(
    name = "scribble_xdog",
    tags = "Scribble",
    sliders = @Slider(label = "XDoG Threshold", value = 32, min = 1, max = 64, step = 1))
public final class ScribbleXdog implements ControlPreprocessor {

  /** White where 2·(255 − min(255 − (g5 − g0.5))) is above the threshold. */
  @Override
  public Preprocessed process(PreprocessorCall call) {
    ScaledPicture scaled = ScaledPicture.of(call.picture(), call.resolution());
    Plane map =
        ScaledPicture.darkest(scaled.colors().stream().map(ScribbleXdog::difference).toList());
    for (int i = 0; i < map.values().length; i++) {
      int level = (int) Math.max(0, Math.min(255, 255 - map.values()[i]));
      map.values()[i] = 2 * (255 - level) > call.thresholdA() ? 255 : 0;
    }
    return new Preprocessed(scaled.cropped(map).gray());
  }

  private static Plane difference(Plane plane) {
    Plane fine = new GaussianFilter(0.5, GaussianFilter.FLOATS).blur(plane);
    Plane coarse = new GaussianFilter(5, GaussianFilter.FLOATS).blur(plane);
    for (int i = 0; i < fine.values().length; i++) {
      coarse.values()[i] -= fine.values()[i];
    }
    return coarse;
  }
}
