package dev.kiln.spi.graph;

import dev.kiln.spi.ValueType;

/**
 * The shape of the runs that a graph is made for.
 *
 * @param rows how many pictures or conditions at once
 * @param latentHeight rows of latents: an eighth of the picture's
 * @param latentWidth columns of latents
 * @param conditionTokens tokens of the text's embedding
 */
@ValueType
public record NetworkShape(int rows, int latentHeight, int latentWidth, int conditionTokens) {
  /**
   * Rows of places at a level of the UNet: each one further down has half of them, rounded up.
   *
   * @param level from 0, the latents' own
   */
  public int height(int level) {
    return halved(latentHeight, level);
  }

  /** Columns of places at a level, as {@link #height}. */
  public int width(int level) {
    return halved(latentWidth, level);
  }

  private static int halved(int size, int level) {
    return (size + (1 << level) - 1) >> level;
  }
}
