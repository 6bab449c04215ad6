package dev.kiln.plugin.quantize;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the layers of a network read, in 8 bits; once for all that read the same. */
final class Inputs {
  /** How the outputs begin that a network has whose ranges are measured: one for each layer. */
  static final String MEASURED = "quantize_range ";

  private static final long FLOAT = 1;

  private final NetworkGraph network;
  private final Reading reading;
  private final Map<Value, Read> made = new HashMap<>();

  /**
   * x is about (numbers − zero)·scale.
   *
   * @param numbers of 0..255
   */
  record Read(Value numbers, Value scale, Value zero) {}

  Inputs(NetworkGraph network, Reading reading) {
    this.network = network;
    this.reading = reading;
  }

  Read of(Site site) {
    String layer = site.layer().product().name();
    GraphEditor graph = network.editor().at(site.layer().path());
    Read read = made.computeIfAbsent(site.input(), x -> read(graph, x, layer));
    if (reading.measured()) {
      network.output(MEASURED + layer, inRows(graph, read));
    }
    return read;
  }

  private Read read(GraphEditor graph, Value x, String layer) {
    return reading
        .ranges()
        .flatMap(ranges -> ranges.of(layer))
        .map(range -> known(graph, x, range))
        .orElseGet(() -> found(graph, x));
  }

  private static Read known(GraphEditor graph, Value x, Range range) {
    Value scale = graph.constant(range.scale());
    Value zero = graph.bytes(new byte[] {(byte) range.zero()}, false);
    return new Read(graph.op("QuantizeLinear", x, scale, zero), scale, zero);
  }

  private static Read found(GraphEditor graph, Value x) {
    List<Value> made = graph.ops("DynamicQuantizeLinear", 3, Attributes.NONE, x);
    return new Read(made.get(0), made.get(1), made.get(2));
  }

  /** [rows, 2]: scale and zero point, the same in each row. */
  private Value inRows(GraphEditor graph, Read read) {
    Value zero = graph.op("Cast", Attributes.of("to", FLOAT), read.zero());
    Value both = graph.concat(0, graph.reshape(read.scale(), 1), graph.reshape(zero, 1));
    Value rows = graph.dim(network.inputs().get(0), 0);
    return graph.op("Expand", both, graph.sizes(rows, graph.whole(2)));
  }

  /** What an output in rows says. */
  static Range range(Tensor output) {
    return Range.of(output.data()[0], output.data()[1]);
  }
}
