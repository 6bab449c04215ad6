package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.index.OffersPreprocessor;
import jakarta.inject.Singleton;
import java.util.Arrays;
import org.pf4j.Extension;

/** White lines on black, without a network. */
@Extension
@Singleton
@OffersPreprocessor(
    name = "lineart_standard",
    label = "lineart_standard (from white bg & black line)",
    tags = "Lineart",
    priority = Priority.FIRST)
public final class LineartStandard implements ControlPreprocessor {
  private static final double SIGMA = 6;

  /** Darker than around by so much counts as a line when their middle strength is sought. */
  private static final int LINE = 8;

  private static final float FAINTEST = 16;

  /** What is darker than around becomes bright; lines of the middle strength come to 127. */
  @Override
  public Preprocessed process(PreprocessorCall call) {
    ScaledPicture scaled = ScaledPicture.of(call.picture(), call.resolution());
    GaussianFilter blur = new GaussianFilter(SIGMA, GaussianFilter.FLOATS);
    Plane map =
        ScaledPicture.darkest(
            scaled.colors().stream().map(it -> difference(blur.blur(it), it)).toList());
    for (int i = 0; i < map.values().length; i++) {
      map.values()[i] = Math.max(0, Math.min(255, map.values()[i]));
    }
    float middle = Math.max(FAINTEST, median(map.values()));
    for (int i = 0; i < map.values().length; i++) {
      map.values()[i] = (int) Math.min(255, map.values()[i] / middle * 127);
    }
    return new Preprocessed(scaled.cropped(map).gray());
  }

  private static Plane difference(Plane blurred, Plane plane) {
    for (int i = 0; i < plane.values().length; i++) {
      blurred.values()[i] -= plane.values()[i];
    }
    return blurred;
  }

  /** Of all that are lines; 0 where none is. */
  private static float median(float[] values) {
    float[] lines = new float[values.length];
    int count = 0;
    for (float value : values) {
      if (value > LINE) {
        lines[count++] = value;
      }
    }
    Arrays.sort(lines, 0, count);
    return count == 0 ? 0 : (lines[(count - 1) / 2] + lines[count / 2]) / 2;
  }
}
