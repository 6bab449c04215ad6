package dev.kiln.plugin.latentcouple;

import java.util.OptionalInt;

/** Where regions lie, whatever the picture's size. */
interface RegionLayout {
  /** How many parts of the prompt it places. */
  int regions();

  /** The region that covers the whole picture beneath the others, from 0. */
  OptionalInt base();

  /** Whether a part of the prompt, from 0, acts in the whole picture and not in a region alone. */
  boolean common(int part);

  /**
   * The weight of each region in each cell of the latents.
   *
   * @param height of the latents
   * @param width of the latents
   * @throws dev.kiln.spi.BadRequest when a region has no cell at this size
   */
  Filters filters(int height, int width);

  /**
   * Refuse a prompt that it does not fit.
   *
   * @param parts of the prompt
   * @throws dev.kiln.spi.BadRequest with both numbers
   */
  void demand(int parts);

  /** What is drawn otherwise than the user may think at this size; empty for nothing. */
  String warning(int height, int width);

  /** The value of {@code Latent Couple} in a picture's infotext. */
  String infotext();
}
