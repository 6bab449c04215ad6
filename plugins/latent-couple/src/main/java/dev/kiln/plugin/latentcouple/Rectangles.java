package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Regions as opparco's extension places them: the k-th part of the prompt in the k-th rectangle;
 * parts behind the last are everywhere.
 */
final class Rectangles implements RegionLayout {
  private final List<Rectangle> rectangles;
  private final CoupleOptions options;

  private Rectangles(List<Rectangle> rectangles, CoupleOptions options) {
    this.rectangles = rectangles;
    this.options = options;
  }

  /**
   * @throws BadRequest when the three lists do not fit together or are not written as they must be
   */
  static Rectangles of(CoupleOptions options) {
    String[] divisions = options.divisions().split(",", -1);
    String[] positions = options.positions().split(",", -1);
    String[] weights = options.weights().split(",", -1);
    if (divisions.length != positions.length || divisions.length != weights.length) {
      throw new BadRequest(
          "latent-couple: there are %d divisions, %d positions and %d weights; give one of each for every region"
              .formatted(divisions.length, positions.length, weights.length));
    }
    List<Rectangle> rectangles = new ArrayList<>();
    for (int i = 0; i < divisions.length; i++) {
      rectangles.add(Rectangle.of(divisions[i], positions[i], weights[i]));
    }
    if (rectangles.stream().mapToDouble(Rectangle::weight).sum() == 0) {
      throw new BadRequest(
          "latent-couple: the weights %s sum to 0, so no region would be drawn; give them a sum above 0"
              .formatted(options.weights()));
    }
    return new Rectangles(List.copyOf(rectangles), options);
  }

  @Override
  public int regions() {
    return rectangles.size();
  }

  @Override
  public OptionalInt base() {
    return IntStream.range(0, rectangles.size()).filter(this::common).findFirst();
  }

  @Override
  public boolean common(int part) {
    return part >= rectangles.size()
        || rectangles.get(part).whole() && rectangles.get(part).weight() > 0;
  }

  @Override
  public void demand(int parts) {
    if (parts < rectangles.size()) {
      throw new BadRequest(
          "latent-couple: there are %d divisions and the prompt has %d %s; join as many parts with AND, or leave out divisions"
              .formatted(rectangles.size(), parts, parts == 1 ? "part" : "parts"));
    }
  }

  @Override
  public Filters filters(int height, int width) {
    List<float[]> maps = new ArrayList<>();
    for (int i = 0; i < rectangles.size(); i++) {
      if (rectangles.get(i).empty(height, width)) {
        throw new BadRequest(
            "latent-couple: region %d of divisions %s at positions %s has no cell in a picture of %dx%d pixels, which has %d rows and %d columns of 8 pixels; make it larger"
                .formatted(
                    i + 1,
                    options.divisions(),
                    options.positions(),
                    8 * width,
                    8 * height,
                    height,
                    width));
      }
      maps.add(rectangles.get(i).map(height, width));
    }
    return new Filters(height, width, maps);
  }

  @Override
  public String warning(int height, int width) {
    for (int i = 0; i < rectangles.size(); i++) {
      if (!rectangles.get(i).divides(height, width)) {
        return "latent-couple: %dx%d pixels do not divide into the divisions %s; region %d ends at the last whole cell of 8 pixels before its border"
            .formatted(8 * width, 8 * height, options.divisions(), i + 1);
      }
    }
    return "";
  }

  @Override
  public String infotext() {
    return "divisions=%s positions=%s weights=%s end at step=%d"
        .formatted(
            options.divisions(), options.positions(), options.weights(), options.endAtStep());
  }
}
