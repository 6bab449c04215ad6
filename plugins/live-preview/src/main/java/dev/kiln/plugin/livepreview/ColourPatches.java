package dev.kiln.plugin.livepreview;

import dev.kiln.spi.generate.Vae;
import dev.kiln.spi.tensor.Tensor;

/**
 * Measures the colours of a codec: a grid over the RGB cube is painted as patches, the patches are
 * encoded, and colours are fitted to latents. The patches' borders, where colours mix, are left
 * out.
 */
final class ColourPatches {
  private static final int LEVELS = 4;
  private static final int COLOURS = LEVELS * LEVELS * LEVELS;

  /** Patches a side of a picture; four pictures of 128x128 need less memory than one of 256x256. */
  private static final int GRID = 4;

  /** A patch's side in latents; its outermost ones are its border. */
  private static final int PATCH = 4;

  private static final int SIDE = GRID * PATCH;

  /** Coprime to the number of colours: neighbours in a picture are far apart in the cube. */
  private static final int STRIDE = 27;

  private ColourPatches() {}

  static ColourMap measure(Vae vae) {
    LeastSquares fit = new LeastSquares(vae.latentChannels(), 3);
    for (int first = 0; first < COLOURS; first += GRID * GRID) {
      Tensor latents = vae.encode(paint(first));
      for (int patch = 0; patch < GRID * GRID; patch++) {
        add(fit, latents, patch, colour(first + patch));
      }
    }
    return new ColourMap(fit.solve());
  }

  /** [1, 3, 8 * SIDE, 8 * SIDE] in 0..1. */
  private static Tensor paint(int first) {
    int pixels = 8 * SIDE;
    Tensor picture = Tensor.zeros(1, 3, pixels, pixels);
    for (int y = 0; y < pixels; y++) {
      for (int x = 0; x < pixels; x++) {
        double[] colour = colour(first + y / (8 * PATCH) * GRID + x / (8 * PATCH));
        for (int c = 0; c < 3; c++) {
          picture.data()[(c * pixels + y) * pixels + x] = (float) colour[c];
        }
      }
    }
    return picture;
  }

  private static double[] colour(int index) {
    int code = index * STRIDE % COLOURS;
    double step = LEVELS - 1;
    return new double[] {
      code % LEVELS / step, code / LEVELS % LEVELS / step, code / (LEVELS * LEVELS) / step
    };
  }

  private static void add(LeastSquares fit, Tensor latents, int patch, double[] colour) {
    int plane = SIDE * SIDE;
    double[] latent = new double[latents.dim(1)];
    for (int y = 1; y < PATCH - 1; y++) {
      for (int x = 1; x < PATCH - 1; x++) {
        int at = (patch / GRID * PATCH + y) * SIDE + patch % GRID * PATCH + x;
        for (int channel = 0; channel < latent.length; channel++) {
          latent[channel] = latents.data()[channel * plane + at];
        }
        fit.add(latent, colour);
      }
    }
  }
}
