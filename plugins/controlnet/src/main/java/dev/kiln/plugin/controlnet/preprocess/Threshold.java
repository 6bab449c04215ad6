package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.index.OffersPreprocessor;
import dev.kiln.spi.index.OffersPreprocessor.Slider;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** White where all three colors are brighter than the threshold, else black. */
@Extension
@Singleton
@OffersPreprocessor(
    name = "threshold",
    sliders = @Slider(label = "Binarization Threshold", value = 127, min = 0, max = 255, step = 1))
public final class Threshold implements ControlPreprocessor {
  @Override
  public Preprocessed process(PreprocessorCall call) {
    ScaledPicture scaled = ScaledPicture.of(call.picture(), call.resolution());
    Plane map = scaled.cropped(ScaledPicture.darkest(scaled.colors()));
    for (int i = 0; i < map.values().length; i++) {
      map.values()[i] = map.values()[i] > call.thresholdA() ? 255 : 0;
    }
    return new Preprocessed(map.gray());
  }
}
