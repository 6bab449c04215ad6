package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.index.OffersPreprocessor;
import dev.kiln.spi.index.OffersPreprocessor.Slider;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** The picture, blurred. */
@Extension
@Singleton
@OffersPreprocessor(
    name = "blur_gaussian",
    tags = "Tile",
    sliders = @Slider(label = "Sigma", value = 9, min = 0.01, max = 64, step = 0.01))
public final class BlurGaussian implements ControlPreprocessor {
  @Override
  public Preprocessed process(PreprocessorCall call) {
    ScaledPicture scaled = ScaledPicture.of(call.picture(), call.resolution());
    GaussianFilter blur = new GaussianFilter(call.thresholdA(), GaussianFilter.BYTES);
    return new Preprocessed(Plane.picture(scaled.unpadded().stream().map(blur::blur).toList()));
  }
}
