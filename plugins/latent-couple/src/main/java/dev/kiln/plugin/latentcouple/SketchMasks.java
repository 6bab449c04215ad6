package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Regions painted in colors, as ashen-sensored's variant of the extension reads them: colors in
 * ascending order are the parts of the prompt from the second on; the last of them, white where
 * there is white, is the background and has the first part. With m_k the mask of a color, w_k its
 * weight and a the alpha blend, the maps are w_k·(1 - a)·m_k and for the background 1 minus their
 * sum.
 */
final class SketchMasks implements RegionLayout {
  private final Sketch sketch;
  private final double[] weights;
  private final CoupleOptions options;

  private SketchMasks(Sketch sketch, double[] weights, CoupleOptions options) {
    this.sketch = sketch;
    this.weights = weights;
    this.options = options;
  }

  /**
   * @throws BadRequest when the picture has no regions or the weights do not fit it
   */
  static SketchMasks of(Picture picture, CoupleOptions options) {
    Sketch sketch = Sketch.of(picture);
    int areas = sketch.colors() - 1;
    if (areas == 0) {
      throw new BadRequest(
          "latent-couple: the sketch has one color alone; paint each region in a color of its own"
              + " on white");
    }
    return new SketchMasks(sketch, weights(options.maskWeights(), areas), options);
  }

  private static double[] weights(String text, int areas) {
    double[] weights = new double[areas];
    Arrays.fill(weights, 1);
    if (text.isBlank()) {
      return weights;
    }
    String[] given = text.split(",", -1);
    if (given.length != areas) {
      throw new BadRequest(
          "latent-couple: there are %d maskWeights and the sketch has %d colors beside its background; give one for each"
              .formatted(given.length, areas));
    }
    for (int i = 0; i < areas; i++) {
      weights[i] = Numbers.of("maskWeights", given[i]);
      if (weights[i] < 0 || weights[i] > 1) {
        throw new BadRequest(
            "latent-couple: maskWeights has %s; each is a share from 0 to 1"
                .formatted(Numbers.text(weights[i])));
      }
    }
    if (Arrays.stream(weights).sum() == 0) {
      throw new BadRequest(
          "latent-couple: the maskWeights %s sum to 0, so no region would be drawn; give them a sum above 0"
              .formatted(text));
    }
    return weights;
  }

  @Override
  public int regions() {
    return sketch.colors();
  }

  @Override
  public OptionalInt base() {
    return OptionalInt.of(0);
  }

  @Override
  public boolean common(int part) {
    return part == 0;
  }

  @Override
  public void demand(int parts) {
    if (parts != regions()) {
      throw new BadRequest(
          "latent-couple: the sketch has %d colors, its background among them, and the prompt has %d %s; write one part for the background and then one for each color, joined with AND"
              .formatted(regions(), parts, parts == 1 ? "part" : "parts"));
    }
  }

  @Override
  public Filters filters(int height, int width) {
    float[] background = new float[height * width];
    Arrays.fill(background, 1);
    List<float[]> maps = new ArrayList<>(List.of(background));
    for (int area = 0; area < weights.length; area++) {
      float weight = (float) (weights[area] * (1 - options.alphaBlend()));
      float[] map = sketch.mask(area, height, width);
      boolean empty = true;
      for (int i = 0; i < map.length; i++) {
        empty &= map[i] == 0;
        map[i] *= weight;
        background[i] -= map[i];
      }
      if (empty) {
        throw new BadRequest(
            "latent-couple: color %d of the sketch has no cell in a picture of %dx%d pixels; paint it larger"
                .formatted(area + 1, 8 * width, 8 * height));
      }
      maps.add(map);
    }
    return new Filters(height, width, maps);
  }

  @Override
  public String warning(int height, int width) {
    return sketch.onWhite()
        ? ""
        : "latent-couple: the sketch has no white background, so its last color, #%06x, is taken for the background and has the first part of the prompt; paint what is no region white"
            .formatted(sketch.background());
  }

  @Override
  public String infotext() {
    return "sketch=%d colors%s alpha blend=%s end at step=%d"
        .formatted(
            regions(),
            options.maskWeights().isBlank()
                ? ""
                : Arrays.stream(weights)
                    .mapToObj(Numbers::text)
                    .collect(Collectors.joining(",", " mask weights=", "")),
            Numbers.text(options.alphaBlend()),
            options.endAtStep());
  }
}
