package dev.kiln.plugin.winograd;

import dev.kiln.spi.graph.ConvolutionShape;

/**
 * How many times as fast as ONNX Runtime's own convolution it was on two AVX2 cores; the README has
 * the measurements. Where nothing was measured it is taken to gain nothing.
 */
final class Expected {
  private static final long FEW_CHANNELS = 64;

  private Expected() {}

  static double gain(Tile tile, ConvolutionShape shape) {
    long pixels = shape.outputHeight() * shape.outputWidth();
    long channels = Math.min(shape.inputs(), shape.outputs());
    if (channels < FEW_CHANNELS) {
      return 0.5;
    }
    return tile == Tile.FOUR ? four(pixels, channels) : two(pixels, channels);
  }

  private static double four(long pixels, long channels) {
    if (pixels < 16 * 16) {
      return 0.5;
    } else if (pixels < 32 * 32) {
      return 1.9;
    } else if (pixels < 64 * 64) {
      return 1.45;
    }
    return channels >= 256 ? 1.25 : 1.1;
  }

  private static double two(long pixels, long channels) {
    if (pixels < 16 * 16) {
      return channels >= 1024 ? 1.03 : 0.9;
    } else if (pixels < 32 * 32) {
      return 1.5;
    }
    return 1;
  }
}
