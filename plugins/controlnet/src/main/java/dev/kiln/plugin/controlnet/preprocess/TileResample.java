package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.control.PreprocessorInfo.Trait;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.index.OffersPreprocessor;
import dev.kiln.spi.index.OffersPreprocessor.Slider;
import dev.kiln.spi.tensor.Picture;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** The picture, smaller by a rate: what a tile ControlNet fills with details. */
@Extension
@Singleton
@OffersPreprocessor(
    name = "tile_resample",
    tags = "Tile",
    priority = Priority.FIRST,
    traits = Trait.OWN_SIZE,
    sliders = @Slider(label = "Down Sampling Rate", value = 1, min = 1, max = 8, step = 0.01))
public final class TileResample implements ControlPreprocessor {
  /** Below it the picture stays as it is. */
  private static final double LEAST = 1.1;

  @Override
  public Preprocessed process(PreprocessorCall call) {
    Picture picture = call.picture();
    double rate = call.thresholdA() < LEAST ? 1 : call.thresholdA();
    return new Preprocessed(
        Interpolation.AREA.resize(
            picture,
            Math.max(1, (int) (picture.width() / rate)),
            Math.max(1, (int) (picture.height() / rate))));
  }
}
