package dev.kiln.host.tuning;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.GraphPort.Dimension;
import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A transformer in an ONNX file, for runs of the values that are given. Its graph is made for their
 * shapes, so that optimizers know the number of tokens.
 */
record FileSubject(Path file, Map<String, Tensor> given) implements Subject {
  /**
   * A network and the values of its inputs.
   *
   * @throws BadRequest when the file is missing or broken, or its inputs are others
   */
  static FileSubject of(Path file, Map<String, Tensor> given) {
    if (!Files.isRegularFile(file)) {
      throw new BadRequest("there is no network at " + file + "; see where the file lies");
    }
    List<GraphPort> ports = OnnxReader.read(file).inputs();
    List<String> names = ports.stream().map(GraphPort::name).toList();
    if (!given.keySet().equals(Set.copyOf(names))) {
      throw new BadRequest(
          file + " has the inputs " + names + ", found values for " + given.keySet());
    }
    for (GraphPort port : ports) {
      Tensor values = given.get(port.name());
      if (!fits(port.shape(), values.shape())) {
        throw new BadRequest(
            file + " takes '" + port.name() + "' as " + sizes(port) + ", found " + values);
      }
    }
    return new FileSubject(file, new LinkedHashMap<>(given));
  }

  private static boolean fits(List<Dimension> port, int... values) {
    return port.size() == values.length
        && IntStream.range(0, values.length)
            .allMatch(axis -> port.get(axis).size() < 0 || port.get(axis).size() == values[axis]);
  }

  private static List<String> sizes(GraphPort port) {
    return port.shape().stream()
        .map(axis -> axis.size() < 0 ? axis.symbol() : String.valueOf(axis.size()))
        .toList();
  }

  @Override
  public Graph graph() {
    Graph graph = OnnxReader.read(file);
    graph
        .inputs()
        .replaceAll(
            port ->
                new GraphPort(
                    port.name(),
                    port.type(),
                    Arrays.stream(given.get(port.name()).shape())
                        .mapToObj(Dimension::of)
                        .toList()));
    return graph;
  }

  @Override
  public NetworkKind kind() {
    return NetworkKind.TEXT_ENCODER;
  }

  /** Its first input is [rows, tokens, ...]; it has no picture. */
  @Override
  public NetworkShape shape() {
    int[] first = given.values().iterator().next().shape();
    int tokens = first.length > 1 ? first[1] : 1;
    return new NetworkShape(first.length == 0 ? 1 : first[0], 1, tokens, tokens);
  }

  @Override
  public Map<String, long[]> inputs() {
    Map<String, long[]> inputs = new LinkedHashMap<>();
    given.forEach(
        (name, values) -> inputs.put(name, Arrays.stream(values.shape()).asLongStream().toArray()));
    return inputs;
  }

  @Override
  public float[] values(String input, int count) {
    return given.get(input).data();
  }

  @Override
  public long scoreBytes() {
    return new GraphEdit(graph(), kind(), Optional.of(shape()))
        .attention().stream().mapToLong(this::scoreBytes).max().orElse(0);
  }

  private long scoreBytes(AttentionSite site) {
    long rows = (long) shape().rows() * site.heads();
    return Float.BYTES
        * rows
        * site.queryTokens().orElse(shape().latentWidth())
        * site.keyTokens().orElse(shape().latentWidth());
  }
}
