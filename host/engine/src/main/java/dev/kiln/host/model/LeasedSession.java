package dev.kiln.host.model;

import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.onnx.SessionCache;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Runs of a network for the holder of a lease on it. */
class LeasedSession implements NetworkRun {
  private final SessionCache.Lease<PatchedSession> lease;
  private final PatchedSession open;
  private final InferenceSession network;
  private final RunControl control;
  private final boolean settled;
  private final Map<String, Tensor> held = new HashMap<>();
  private final Map<List<Long>, Layout> layouts = new HashMap<>();

  /**
   * @param settled whether the shapes of its outputs depend on those of its inputs alone
   */
  LeasedSession(SessionCache.Lease<PatchedSession> lease, RunControl control, boolean settled) {
    this.lease = lease;
    this.open = lease.value();
    this.network = open.network();
    this.control = control;
    this.settled = settled;
  }

  @Override
  public List<Port> inputs() {
    return network.inputs().stream()
        .map(
            name ->
                open.held()
                    .filter(part -> part.value().equals(name))
                    .map(part -> part.network().input(part.input()))
                    .orElseGet(() -> network.input(name)))
        .map(LeasedSession::port)
        .toList();
  }

  @Override
  public List<Port> outputs() {
    return network.outputs().stream().map(name -> port(network.output(name))).toList();
  }

  @Override
  public Map<String, String> metadata() {
    return network.metadata();
  }

  static Port port(dev.kiln.host.onnx.Port port) {
    return new Port(port.name(), LongStream.of(port.shape()).boxed().toList());
  }

  @Override
  public void hold(String input, Tensor values) {
    List<String> names = inputs().stream().map(Port::name).toList();
    if (!names.contains(input)) {
      throw new BadRequest(network.file() + " has no input '" + input + "', only " + names);
    }
    open.held()
        .filter(part -> part.input().equals(input))
        .ifPresentOrElse(
            part -> held.put(part.value(), ofPart(part.network(), input, values)),
            () -> held.put(input, values));
    forget();
  }

  private Tensor ofPart(InferenceSession part, String input, Tensor values) {
    long[] shape = new InputShape(part, input).of(values);
    try (Binding binding = part.bind(Map.of(input, shape), Map.of())) {
      binding.write(input, 0, values.data(), 0, values.size());
      return open.runOnce(binding, control).get(0);
    }
  }

  /**
   * Memory for inputs of some shapes.
   *
   * @param outputs is empty before their shapes are known
   */
  private record Layout(Binding binding, List<Tensor> outputs) {}

  @Override
  public List<Tensor> run(Map<String, Tensor> inputs) {
    open.held()
        .filter(part -> inputs.containsKey(part.input()))
        .ifPresent(part -> hold(part.input(), inputs.get(part.input())));
    Map<String, long[]> shapes = shapes(inputs);
    List<Long> key = shapes.values().stream().flatMapToLong(LongStream::of).boxed().toList();
    Layout layout = layouts.get(key);
    if (layout == null) {
      layout = new Layout(laidOut(shapes, Map.of()), List.of());
      layouts.put(key, layout);
    }
    for (String name : shapes.keySet()) {
      if (!held.containsKey(name)) {
        Tensor values = inputs.get(name);
        layout.binding.write(name, 0, values.data(), 0, values.size());
      }
    }
    if (!layout.outputs.isEmpty()) {
      open.run(layout.binding, control);
      return read(layout);
    }
    List<Tensor> first = open.runOnce(layout.binding, control);
    if (settled) {
      layout.binding.close();
      layouts.put(key, new Layout(laidOut(shapes, shapes(first)), first));
    }
    return first;
  }

  private Binding laidOut(Map<String, long[]> shapes, Map<String, long[]> outputs) {
    Binding binding = network.bind(shapes, outputs);
    held.forEach(
        (name, values) -> {
          long rows = values.rank() > 0 && values.dim(0) == 1 ? shapes.get(name)[0] : 1;
          for (int row = 0; row < rows; row++) {
            binding.write(name, row * values.size(), values.data(), 0, values.size());
          }
        });
    return binding;
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
      shapes.put(network.outputs().get(i), InputShape.wide(outputs.get(i).shape()));
    }
    return shapes;
  }

  private Map<String, long[]> shapes(Map<String, Tensor> inputs) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    long rows = 0;
    for (String name : network.inputs()) {
      Tensor values = held.getOrDefault(name, inputs.get(name));
      if (values == null) {
        throw new BadRequest(
            network.file() + " needs the input '" + name + "'; given are " + inputs.keySet());
      }
      long[] shape = new InputShape(network, name).of(values);
      if (held.containsKey(name) && shape.length > 0 && shape[0] == 1 && rows > 0) {
        shape[0] = rows;
      }
      rows = rows == 0 && shape.length > 0 ? shape[0] : rows;
      shapes.put(name, shape);
    }
    return shapes;
  }

  private void forget() {
    layouts.values().forEach(layout -> layout.binding.close());
    layouts.clear();
  }

  @Override
  public void close() {
    forget();
    lease.close();
  }
}
