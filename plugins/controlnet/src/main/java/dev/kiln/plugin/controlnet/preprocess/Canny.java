package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.control.PreprocessorInfo;
import dev.kiln.spi.control.PreprocessorInfo.Slider;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** White edges on black. */
@Extension
@Singleton
@Offers("canny")
public final class Canny implements ControlPreprocessor {
  @Override
  public PreprocessorInfo info() {
    return PreprocessorInfo.of("canny", "Canny")
        .withPriority(Priority.FIRST)
        .with(
            new Slider("Canny Low Threshold", 100, 1, 255, 1),
            new Slider("Canny High Threshold", 200, 1, 255, 1));
  }

  @Override
  public Preprocessed process(PreprocessorCall call) {
    ScaledPicture scaled = ScaledPicture.of(call.picture(), call.resolution());
    Plane edges = CannyEdges.of(scaled.colors(), (int) call.thresholdA(), (int) call.thresholdB());
    return new Preprocessed(scaled.cropped(edges).gray());
  }
}
