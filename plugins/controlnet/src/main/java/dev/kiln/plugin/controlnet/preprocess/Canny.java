package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.index.OffersPreprocessor;
import dev.kiln.spi.index.OffersPreprocessor.Slider;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** White edges on black. */
@Extension
@Singleton
@OffersPreprocessor(
    name = "canny",
    tags = "Canny",
    priority = Priority.FIRST,
    sliders = {
      @Slider(label = "Canny Low Threshold", value = 100, min = 1, max = 255, step = 1),
      @Slider(label = "Canny High Threshold", value = 200, min = 1, max = 255, step = 1)
    })
public final class Canny implements ControlPreprocessor {
  @Override
  public Preprocessed process(PreprocessorCall call) {
    ScaledPicture scaled = ScaledPicture.of(call.picture(), call.resolution());
    Plane edges = CannyEdges.of(scaled.colors(), (int) call.thresholdA(), (int) call.thresholdB());
    return new Preprocessed(scaled.cropped(edges).gray());
  }
}
