package dev.kiln.host.noise;

import dev.kiln.spi.tensor.Tensor;

/**
 * webUI's "seed resize": a picture of another size keeps the composition of a seed, because its
 * first noise has that of the size at which the seed was found in its middle.
 *
 * @param height of the latents there; 0 for no such size
 */
public record SeedResize(int height, int width) {
  public static final SeedResize NONE = new SeedResize(0, 0);

  /** Whether noise of a shape is another than its seed's own. */
  boolean changes(Tensor noise) {
    return height > 0 && width > 0 && (height != noise.dim(2) || width != noise.dim(3));
  }

  /** Put the middle of one image's noise into the middle of another's. */
  void place(Tensor noise, Tensor out, int image) {
    // An odd difference leaves the smaller one off the middle, and crops one more on both sides.
    int down = Math.floorDiv(out.dim(2) - height, 2);
    int right = Math.floorDiv(out.dim(3) - width, 2);
    int rows = height + 2 * Math.min(down, 0);
    int columns = width + 2 * Math.min(right, 0);
    for (int channel = 0; channel < out.dim(1); channel++) {
      for (int row = 0; row < rows; row++) {
        int from = (channel * height + row + Math.max(-down, 0)) * width + Math.max(-right, 0);
        int to =
            image * out.rowSize()
                + (channel * out.dim(2) + row + Math.max(down, 0)) * out.dim(3)
                + Math.max(right, 0);
        System.arraycopy(noise.data(), from, out.data(), to, columns);
      }
    }
  }
}
