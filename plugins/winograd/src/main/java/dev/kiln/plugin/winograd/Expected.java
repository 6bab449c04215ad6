package dev.kiln.plugin.winograd;

import dev.kiln.spi.graph.ConvolutionShape;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.host.DeviceInfo;

/**
 * How many times as fast as ONNX Runtime's own convolution it was on two cores, rounded down; the
 * README has the measurements. Where nothing was measured it is taken to gain nothing.
 */
final class Expected {
  /** Below it transforms take as long as what they save. */
  private static final long FEW_CHANNELS = 96;

  private static final long MANY_CHANNELS = 256;

  /** From so many pixels of a picture on, what is saved is more than what waking takes. */
  static final int PIXELS = 512 * 512;

  /** The table's processor had two; with more, transforms wait for memory. */
  private static final int PROCESSORS = 4;

  /**
   * Enough for those layers of the image codec that save more than it takes to transform their
   * weights, in one picture.
   */
  private static final long UNASKED = 300_000_000;

  private Expected() {}

  /**
   * Bytes that a network's weights may take where nobody asked and nobody measured. Those of a UNet
   * take gigabytes, and to transform them takes longer than a few steps save.
   */
  static long unasked(NetworkContext network) {
    boolean codec =
        network.kind() == NetworkKind.VAE_DECODER || network.kind() == NetworkKind.VAE_ENCODER;
    DeviceInfo device = network.device();
    boolean measured =
        device.provider().equals("cpu")
            && device.processors() <= PROCESSORS
            && device.instructions().contains("avx512f");
    return codec && measured ? UNASKED : 0;
  }

  static double gain(Tile tile, ConvolutionShape shape) {
    long pixels = shape.outputHeight() * shape.outputWidth();
    long channels = Math.min(shape.inputs(), shape.outputs());
    if (channels < FEW_CHANNELS || pixels < 8 * 8) {
      return 1;
    }
    return tile == Tile.FOUR ? four(pixels, channels) : two(pixels, channels);
  }

  private static double four(long pixels, long channels) {
    if (pixels < 16 * 16) {
      return 1.3;
    } else if (pixels < 32 * 32) {
      return 2;
    } else if (pixels < 64 * 64) {
      return 1.8;
    }
    return channels >= MANY_CHANNELS ? 1.4 : 1.1;
  }

  private static double two(long pixels, long channels) {
    if (pixels < 16 * 16) {
      return 1.4;
    } else if (pixels < 32 * 32) {
      return 1.5;
    } else if (pixels < 64 * 64) {
      return 1.2;
    }
    return channels >= MANY_CHANNELS ? 1.1 : 0.8;
  }
}
