package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.control.PreprocessorInfo;
import dev.kiln.spi.control.PreprocessorInfo.Slider;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** The picture, blurred. */
@Extension
@Singleton
@Offers("blur_gaussian")
public final class BlurGaussian implements ControlPreprocessor {
  @Override
  public PreprocessorInfo info() {
    return PreprocessorInfo.of("blur_gaussian", "Tile")
        .with(new Slider("Sigma", 9, 0.01, 64, 0.01));
  }

  @Override
  public Preprocessed process(PreprocessorCall call) {
    ScaledPicture scaled = ScaledPicture.of(call.picture(), call.resolution());
    GaussianFilter blur = new GaussianFilter(call.thresholdA(), GaussianFilter.BYTES);
    return new Preprocessed(Plane.picture(scaled.unpadded().stream().map(blur::blur).toList()));
  }
}
