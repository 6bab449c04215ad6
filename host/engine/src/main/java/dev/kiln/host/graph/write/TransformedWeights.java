package dev.kiln.host.graph.write;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightValues;
import dev.kiln.spi.graph.KernelTransform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Weights of convolutions in another form. Only the new form is held, and once: a session reads it
 * where it is.
 */
final class TransformedWeights {
  /** Smaller ones are part of the structure. */
  private static final int INLINE = 1 << 18;

  private final Graph graph;

  TransformedWeights(Graph graph) {
    this.graph = graph;
  }

  /**
   * @return the weight of that name, which may be there already
   */
  Weight of(String weights, String name, int planes, KernelTransform transform) {
    Weight known = graph.weights().get(name);
    if (known != null) {
      return known;
    }
    Weight source = graph.weights().get(weights);
    if (source == null || source.shape().length != 4) {
      throw new IllegalArgumentException(
          "'%s' is no parameter of a convolution, found %s".formatted(weights, source));
    }
    long[] shape = {planes, source.shape()[0], source.shape()[1]};
    ByteBuffer bytes = transformed(source, planes, transform);
    return new Weight(name, ElementType.FLOAT, shape, data(bytes));
  }

  private static ByteBuffer transformed(Weight source, int planes, KernelTransform transform) {
    float[] kernels = WeightValues.floats(source);
    int outputs = Math.toIntExact(source.shape()[0]);
    int inputs = Math.toIntExact(source.shape()[1]);
    int row = kernels.length / outputs;
    long size = (long) Float.BYTES * planes * outputs * inputs;
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer numbers = bytes.asFloatBuffer();
    // Arrays of each thread, not of each output: of those the heap would grow by half a gigabyte.
    int threads = Math.min(outputs, Runtime.getRuntime().availableProcessors());
    IntStream.range(0, threads)
        .parallel()
        .forEach(
            first -> {
              float[] made = new float[planes * inputs];
              float[] own = new float[row];
              for (int output = first; output < outputs; output += threads) {
                System.arraycopy(kernels, output * row, own, 0, row);
                Arrays.fill(made, 0);
                transform.transform(own, made);
                for (int plane = 0; plane < planes; plane++) {
                  int place = (plane * outputs + output) * inputs;
                  numbers.put(place, made, plane * inputs, inputs);
                }
              }
            });
    return bytes;
  }

  private Weight.Data data(ByteBuffer bytes) {
    if (bytes.capacity() <= INLINE) {
      byte[] small = new byte[bytes.capacity()];
      bytes.get(0, small);
      return new Weight.Inline(small);
    }
    // The runtime wants to see as many bytes in the place of those that it is to read.
    return graph.weights().values().stream()
        .map(Weight::data)
        .filter(Weight.InFile.class::isInstance)
        .map(Weight.InFile.class::cast)
        .filter(place -> place.file().toFile().length() >= bytes.capacity())
        .findFirst()
        .<Weight.Data>map(
            place ->
                new Weight.Live(bytes, new Weight.InFile(place.file(), 0, bytes.capacity()), false))
        .orElseGet(() -> new Weight.InMemory(bytes));
  }
}
