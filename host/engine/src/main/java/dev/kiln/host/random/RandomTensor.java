package dev.kiln.host.random;

import dev.kiln.host.graph.HalfFloat;
import dev.kiln.host.random.RandomModel.Values;
import dev.kiln.host.weights.file.NewTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The values of one parameter, from the seed and its name alone. Weights are uniform with the
 * variance 1 / inputs, so that what goes in comes out as large; layers at the end of a residual
 * branch, which training begins at zero in ControlNets and LoRAs, are smaller, so that sums of many
 * stay finite. Norms begin as the identity.
 */
final class RandomTensor {
  private static final int CHUNK = 1 << 16;
  private static final List<String> EMBEDDINGS =
      List.of("token_embedding", "position_embedding", "positional_embedding");
  private static final List<String> BRANCH_ENDS =
      List.of(
          "conv2.",
          "out_layers.3.",
          "to_out.",
          "net.2.",
          "proj_out.",
          "out_proj.",
          "fc2.",
          "c_proj.",
          "controlnet_down_blocks.",
          "controlnet_mid_block.",
          "lora_up.");
  private static final double BRANCH = 0.3;
  private static final double EMBEDDING = 0.02;

  private final Values values;
  private final String name;
  private final long[] shape;

  /**
   * @param name diffusers' or the first release's, which tells what it is for
   */
  RandomTensor(Values values, String name, long... shape) {
    this.values = values;
    this.name = name;
    this.shape = shape;
  }

  /** As a file gets it. */
  NewTensor asNew() {
    return values.sparse()
        ? NewTensor.zeros(name, values.precision().type(), shape)
        : NewTensor.of(name, values.precision().type(), shape, this::write);
  }

  private void write(WritableByteChannel out) throws IOException {
    SplittableRandom random = new SplittableRandom(values.seed() * 31 + name.hashCode());
    long left = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    double limit = limit();
    boolean norm = shape.length == 1;
    float constant = norm && name.endsWith("weight") ? 1 : 0;
    while (left > 0) {
      int count = (int) Math.min(CHUNK, left);
      float[] chunk = new float[count];
      for (int i = 0; i < count; i++) {
        chunk[i] = norm ? constant : (float) ((2 * random.nextDouble() - 1) * limit);
      }
      write(out, chunk);
      left -= count;
    }
  }

  private void write(WritableByteChannel out, float... chunk) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(chunk.length * values.precision().type().bytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float value : chunk) {
      switch (values.precision()) {
        case F32 -> bytes.putFloat(value);
        case F16 -> bytes.putShort(HalfFloat.ofFloat(value));
        case BF16 -> bytes.putShort((short) (Float.floatToIntBits(value) >>> 16));
      }
    }
    bytes.flip();
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /** The largest value: a uniform distribution up to a has the variance a² / 3. */
  private double limit() {
    if (EMBEDDINGS.stream().anyMatch(name::contains)) {
      return Math.sqrt(3) * EMBEDDING;
    }
    double inputs = 1;
    for (int i = 1; i < shape.length; i++) {
      inputs *= shape[i];
    }
    boolean branch = BRANCH_ENDS.stream().anyMatch(name::contains);
    return Math.sqrt(3 / inputs) * (branch ? BRANCH : 1);
  }
}
