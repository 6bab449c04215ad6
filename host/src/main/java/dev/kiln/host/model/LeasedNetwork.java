package dev.kiln.host.model;

import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.Network;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.onnx.SessionCache;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Runs of a network for one who holds a lease on it. */
class LeasedNetwork implements NetworkRun {
  private final SessionCache.Lease<OpenNetwork> lease;
  private final Network network;
  private final RunControl control;
  private final boolean settled;
  private final Map<List<Long>, Layout> layouts = new HashMap<>();

  /**
   * @param settled whether the shapes of its outputs depend on those of its inputs alone
   */
  LeasedNetwork(SessionCache.Lease<OpenNetwork> lease, RunControl control, boolean settled) {
    this.lease = lease;
    this.network = lease.value().network();
    this.control = control;
    this.settled = settled;
  }

  @Override
  public List<Port> inputs() {
    return network.inputs().stream().map(name -> port(network.input(name))).toList();
  }

  @Override
  public List<Port> outputs() {
    return network.outputs().stream().map(name -> port(network.output(name))).toList();
  }

  static Port port(dev.kiln.host.onnx.Port port) {
    return new Port(port.name(), LongStream.of(port.shape()).boxed().toList());
  }

  /**
   * Memory for inputs of some shapes.
   *
   * @param outputs is empty before their shapes are known
   */
  private record Layout(Binding binding, List<Tensor> outputs) {}

  @Override
  public List<Tensor> run(Map<String, Tensor> inputs) {
    Map<String, long[]> shapes = shapes(inputs);
    List<Long> key = shapes.values().stream().flatMapToLong(LongStream::of).boxed().toList();
    Layout layout =
        layouts.computeIfAbsent(key, any -> new Layout(network.bind(shapes, Map.of()), List.of()));
    shapes.forEach(
        (name, shape) -> {
          Tensor values = inputs.get(name);
          layout.binding.write(name, 0, values.data(), 0, values.size());
        });
    if (!layout.outputs.isEmpty()) {
      lease.value().run(layout.binding, control);
      return read(layout);
    }
    List<Tensor> first = lease.value().runOnce(layout.binding, control);
    if (settled) {
      layout.binding.close();
      layouts.put(key, new Layout(network.bind(shapes, shapes(first)), first));
    }
    return first;
  }

  private List<Tensor> read(Layout layout) {
    for (int i = 0; i < layout.outputs.size(); i++) {
      float[] values = layout.outputs.get(i).data();
      layout.binding.read(network.outputs().get(i), 0, values, 0, values.length);
    }
    return layout.outputs;
  }

  private Map<String, long[]> shapes(List<Tensor> outputs) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      shapes.put(network.outputs().get(i), wide(outputs.get(i).shape()));
    }
    return shapes;
  }

  private Map<String, long[]> shapes(Map<String, Tensor> inputs) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (String name : network.inputs()) {
      Tensor values = inputs.get(name);
      if (values == null) {
        throw new BadRequest(
            network.file() + " needs the input '" + name + "'; given are " + inputs.keySet());
      }
      shapes.put(name, shape(network.input(name), values));
    }
    return shapes;
  }

  /** A number alone fits wherever one value is wanted. */
  private long[] shape(dev.kiln.host.onnx.Port port, Tensor values) {
    long[] found = wide(values.shape());
    if (values.size() == 1 && values.rank() <= 1) {
      found = new long[port.rank()];
      Arrays.fill(found, 1);
    }
    boolean fits = found.length == port.rank();
    for (int axis = 0; fits && axis < found.length; axis++) {
      fits = port.shape()[axis] < 0 || port.shape()[axis] == found[axis];
    }
    if (!fits) {
      throw new BadRequest(
          "%s takes %s for its input '%s', found %s"
              .formatted(
                  network.file(),
                  Arrays.toString(port.shape()),
                  port.name(),
                  Arrays.toString(values.shape())));
    }
    return found;
  }

  private static long[] wide(int[] shape) {
    return Arrays.stream(shape).asLongStream().toArray();
  }

  @Override
  public void close() {
    new ArrayList<>(layouts.values()).forEach(layout -> layout.binding.close());
    layouts.clear();
    lease.close();
  }
}
