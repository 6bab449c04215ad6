package dev.kiln.host.graph.live;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightValues;
import dev.kiln.host.graph.edit.ParameterEdit;
import dev.kiln.host.graph.find.ParameterChain;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.WeightEdit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A layer's weights in native memory, which a session reads at each run, and the model's own. */
final class LiveLayer {
  private final LinearLayer layer;
  private final String name;
  private final Weight base;
  private final boolean turned;
  private final Optional<FloatBuffer> mapped;
  private final ByteBuffer bytes;
  private final FloatBuffer live;

  /** Whether weights can live: in float32, with a place that the runtime can look at. */
  static boolean possible(Weight base) {
    return base.type() == ElementType.FLOAT
        && (base.data() instanceof Weight.InFile || base.data() instanceof Weight.Inline);
  }

  /**
   * @param name of the weight that lives
   * @param base in its file; nobody else may read it as this layer does
   */
  LiveLayer(LinearLayer layer, String name, ParameterChain base) {
    this.layer = layer;
    this.name = name;
    this.base = base.weight();
    this.turned = base.turned();
    this.mapped = turned ? Optional.empty() : mapped(base.weight());
    this.bytes =
        ByteBuffer.allocateDirect(Math.toIntExact(Float.BYTES * base.weight().size()))
            .order(ByteOrder.nativeOrder());
    this.live = bytes.asFloatBuffer();
  }

  /** The model's own numbers where they lie, if they need nothing but to be read. */
  private static Optional<FloatBuffer> mapped(Weight weight) {
    if (weight.type() != ElementType.FLOAT || !(weight.data() instanceof Weight.InFile place)) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(place.file(), StandardOpenOption.READ)) {
      return Optional.of(
          channel
              .map(FileChannel.MapMode.READ_ONLY, place.offset(), place.length())
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LinearLayer layer() {
    return layer;
  }

  String name() {
    return name;
  }

  /** As the graph holds it, of a shape that has the same order. */
  Weight weight(long... shape) {
    return new Weight(name, ElementType.FLOAT, shape, new Weight.Live(bytes, base.data(), true));
  }

  int rows() {
    return layer.shape().get(0).intValue();
  }

  int columns() {
    return live.capacity() / rows();
  }

  /** The model's own weights. */
  float[] original() {
    float[] weights = new float[live.capacity()];
    if (mapped.isPresent()) {
      mapped.get().get(0, weights);
      return weights;
    }
    float[] stored = WeightValues.floats(base);
    return turned ? ParameterEdit.turned(stored, base.shape()) : stored;
  }

  float[] current() {
    float[] weights = new float[live.capacity()];
    live.get(0, weights);
    return weights;
  }

  void put(float[] weights) {
    live.put(0, weights);
  }

  void restore() {
    if (mapped.isPresent()) {
      live.put(0, mapped.get(), 0, live.capacity());
    } else {
      put(original());
    }
  }

  /**
   * Change some rows.
   *
   * @param fresh whether they are to be made of the model's own, not of what is there
   * @param rows memory for them
   */
  void rewrite(WeightEdit edit, boolean fresh, int first, float[] rows) {
    int at = first * columns();
    (fresh && mapped.isPresent() ? mapped.get() : live).get(at, rows);
    edit.rewrite(layer, first, rows);
    live.put(at, rows);
  }

  /** Where the model's own have to be converted, all at once before rows are changed. */
  void refresh() {
    if (mapped.isEmpty()) {
      restore();
    }
  }
}
