package dev.kiln.plugin.tiledvae;

import java.util.List;
import java.util.stream.LongStream;

/**
 * A picture in strips as wide as itself, whose borders lie between latents.
 *
 * @param height of the latents
 * @param width of the latents
 * @param count how many, all about as high
 */
record Strips(long height, long width, long count) {
  /**
   * Strips of as many pixels as a square tile has.
   *
   * @param tile its side in latents
   */
  static Strips of(long height, long width, long tile) {
    long rows = Math.max(1, tile * tile / width);
    return new Strips(height, width, (height + rows - 1) / rows);
  }

  /**
   * The rows of each strip in a value.
   *
   * @param scale rows of the value for one of the latents
   */
  List<Rows> at(long scale) {
    return LongStream.range(0, count)
        .mapToObj(i -> new Rows(scale * (i * height / count), scale * ((i + 1) * height / count)))
        .toList();
  }

  /** The first quarter of each strip. */
  List<Rows> samples(long scale) {
    return at(1).stream()
        .map(it -> new Rows(it.from(), it.from() + Math.max(1, it.count() / 4)))
        .map(it -> new Rows(scale * it.from(), scale * it.to()))
        .toList();
  }
}
