package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.index.OffersPreprocessor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.SplittableRandom;
import org.pf4j.Extension;

/**
 * A picture's colors in another place: each pixel is taken from where two smooth random fields say.
 * The fields are the same for each size, so that a map can be made again.
 */
@Extension
@Singleton
@OffersPreprocessor(name = "shuffle", tags = "Shuffle", priority = Priority.FIRST)
public final class Shuffle implements ControlPreprocessor {
  /** Pixels between two random numbers of a field. */
  private static final int GRAIN = 256;

  private static final long SEED = 256;

  @Override
  public Preprocessed process(PreprocessorCall call) {
    List<Plane> colors = ScaledPicture.of(call.picture(), call.resolution()).unpadded();
    int width = colors.get(0).width();
    int height = colors.get(0).height();
    SplittableRandom random = new SplittableRandom(SEED);
    Plane across = field(random, width, height, width - 1);
    Plane down = field(random, width, height, height - 1);
    return new Preprocessed(
        Plane.picture(colors.stream().map(plane -> moved(plane, across, down)).toList()));
  }

  /** Random numbers of 0 to {@code most}, both of which occur, smooth in between. */
  private static Plane field(SplittableRandom random, int width, int height, int most) {
    Plane grains = new Plane(width / GRAIN + 2, height / GRAIN + 2);
    for (int i = 0; i < grains.values().length; i++) {
      grains.values()[i] = (float) random.nextDouble();
    }
    Plane smooth = Interpolation.CUBIC.resize(grains, width + 2 * GRAIN, height + 2 * GRAIN);
    Plane field = new Plane(width, height);
    float low = Float.MAX_VALUE;
    float high = -Float.MAX_VALUE;
    for (int i = 0; i < field.values().length; i++) {
      float value = smooth.at(i % width + GRAIN, i / width + GRAIN);
      field.values()[i] = value;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    float scale = high > low ? most / (high - low) : 0;
    for (int i = 0; i < field.values().length; i++) {
      field.values()[i] = (field.values()[i] - low) * scale;
    }
    return field;
  }

  private static Plane moved(Plane plane, Plane across, Plane down) {
    Plane result = new Plane(plane.width(), plane.height());
    for (int i = 0; i < result.values().length; i++) {
      result.values()[i] = between(plane, across.values()[i], down.values()[i]);
    }
    return result;
  }

  private static float between(Plane plane, float x, float y) {
    int left = (int) x;
    int top = (int) y;
    int right = Math.min(left + 1, plane.width() - 1);
    int bottom = Math.min(top + 1, plane.height() - 1);
    float above = plane.at(left, top) + (x - left) * (plane.at(right, top) - plane.at(left, top));
    float below =
        plane.at(left, bottom) + (x - left) * (plane.at(right, bottom) - plane.at(left, bottom));
    return above + (y - top) * (below - above);
  }
}
