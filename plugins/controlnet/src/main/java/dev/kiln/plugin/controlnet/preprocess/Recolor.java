package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.control.PreprocessorInfo.Trait;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.index.OffersPreprocessor;
import dev.kiln.spi.index.OffersPreprocessor.Slider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/** Pictures without their colors, for a ControlNet that gives them new ones. */
final class Recolor {
  static final String GAMMA = "Gamma Correction";

  private Recolor() {}

  /** By lightness, the L of CIE Lab. */
  @Extension
  @Singleton
  @OffersPreprocessor(
      name = "recolor_luminance",
      tags = "Recolor",
      priority = Priority.FIRST,
      traits = Trait.OWN_SIZE,
      sliders = @Slider(label = Recolor.GAMMA, value = 1, min = 0.1, max = 2, step = 0.001))
  public static final class Luminance implements ControlPreprocessor {
    /** Of linear red, green and blue in the brightness Y of a color under D65. */
    private static final double[] SHARES = {0.212671, 0.715160, 0.072169};

    /** What a level of 0..255 is without sRGB's gamma. */
    private static final double[] LINEAR =
        IntStream.range(0, 256).mapToDouble(Luminance::linear).toArray();

    @Override
    public Preprocessed process(PreprocessorCall call) {
      return Recolor.process(call, Luminance::lightness);
    }

    /** webUI takes red for blue here and blue for red: its maps are what networks were fed. */
    private static float lightness(float red, float green, float blue) {
      double y =
          SHARES[0] * LINEAR[(int) blue]
              + SHARES[1] * LINEAR[(int) green]
              + SHARES[2] * LINEAR[(int) red];
      double lightness = y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
      return (float) Math.rint(lightness * 255 / 100);
    }

    private static double linear(int level) {
      double x = level / 255.0;
      return x <= 0.04045 ? x / 12.92 : Math.pow((x + 0.055) / 1.055, 2.4);
    }
  }

  /** By the brightest of the three colors, the V of HSV. */
  @Extension
  @Singleton
  @OffersPreprocessor(
      name = "recolor_intensity",
      tags = "Recolor",
      traits = Trait.OWN_SIZE,
      sliders = @Slider(label = Recolor.GAMMA, value = 1, min = 0.1, max = 2, step = 0.001))
  public static final class Intensity implements ControlPreprocessor {
    @Override
    public Preprocessed process(PreprocessorCall call) {
      return Recolor.process(call, (red, green, blue) -> Math.max(red, Math.max(green, blue)));
    }
  }

  /** A color's brightness, all of them in 0..255. */
  private interface Brightness {
    float of(float red, float green, float blue);
  }

  private static Preprocessed process(PreprocessorCall call, Brightness brightness) {
    List<Plane> colors = Plane.colors(call.picture());
    Plane map = new Plane(call.picture().width(), call.picture().height());
    for (int i = 0; i < map.values().length; i++) {
      float level =
          brightness.of(
              colors.get(0).values()[i], colors.get(1).values()[i], colors.get(2).values()[i]);
      // Float first, then cut: a level of 1 to the power of 1 stays what it is.
      map.values()[i] = (int) ((float) Math.pow(level / 255f, call.thresholdA()) * 255f);
    }
    return new Preprocessed(map.gray());
  }
}
