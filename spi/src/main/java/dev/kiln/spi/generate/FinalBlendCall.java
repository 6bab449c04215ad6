package dev.kiln.spi.generate;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Tensor;

/** The finished latents of a pass, to be mixed for the last time. */
@ProvidedByHost
public interface FinalBlendCall extends BlendCall {
  /**
   * Let another mask decide where the finished picture shows what was drawn. The host brings it to
   * the picture's size, smoothed over some pixels, and into its place where only a part was drawn.
   *
   * @param image of the pass, from 0
   * @param drawn 1 where the drawn pixels are shown, 0 where those of the picture, [height/8,
   *     width/8]; copied
   * @throws IllegalArgumentException when it has another shape
   */
  void overlay(int image, Tensor drawn);
}
