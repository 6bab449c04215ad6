package dev.kiln.host.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.kiln.host.TooLarge;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * The inputs and pinned outputs of runs of one shape. For one thread at a time; a run allocates
 * nothing but what the runtime itself does.
 */
public final class Binding implements AutoCloseable {
  private final InferenceSession network;
  private final Map<String, PortBuffer> inputs = new HashMap<>();
  private final Map<String, PortBuffer> outputs = new HashMap<>();
  private final Map<String, OnnxTensor> inputTensors = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> outputTensors = new LinkedHashMap<>();

  Binding(
      InferenceSession network, Map<String, long[]> inputShapes, Map<String, long[]> outputShapes) {
    this.network = network;
    try {
      for (var shape : inputShapes.entrySet()) {
        add(inputs, inputTensors, network.input(shape.getKey()), shape.getValue());
      }
      for (var shape : outputShapes.entrySet()) {
        add(outputs, outputTensors, network.output(shape.getKey()), shape.getValue());
      }
    } catch (OrtException | OutOfMemoryError | ArithmeticException e) {
      close();
      throw new TooLarge(
          "no memory for the inputs of " + network.file() + "; ask for a smaller size or batch", e);
    }
  }

  private void add(
      Map<String, PortBuffer> buffers, Map<String, OnnxTensor> tensors, Port port, long[] shape)
      throws OrtException {
    PortBuffer buffer = new PortBuffer(network.runtime(), port, shape);
    buffers.put(port.name(), buffer);
    tensors.put(port.name(), buffer.tensor());
  }

  /** Copy values into an input, at an element position. */
  public void write(String input, int at, float[] source, int from, int length) {
    inputs.get(input).write(at, source, from, length);
  }

  /** Write one number into an input; whole-number inputs get it rounded. */
  public void writeNumber(String input, int at, double value) {
    inputs.get(input).writeNumber(at, value);
  }

  public void read(String output, int at, float[] target, int to, int length) {
    outputs.get(output).read(at, target, to, length);
  }

  /**
   * Run the network for all its outputs, whose memory the runtime finds: where their shapes are not
   * known before.
   *
   * @throws CancellationException when the control was terminated
   * @throws TooLarge when the runtime finds no memory
   */
  public List<Tensor> runOnce(RunControl control) {
    long start = System.nanoTime();
    Set<String> all = new LinkedHashSet<>(network.outputs());
    try (OrtSession.Result result =
        network.session().run(inputTensors, all, Map.of(), control.options())) {
      network.nanos().add(System.nanoTime() - start);
      List<Tensor> values = new ArrayList<>();
      for (Map.Entry<String, OnnxValue> entry : result) {
        values.add(ResultValues.of(network.file(), entry.getKey(), entry.getValue()));
      }
      return values;
    } catch (OrtException e) {
      control.throwIfTerminated();
      throw failure(e);
    }
  }

  /**
   * Run the network.
   *
   * @throws CancellationException when the control was terminated
   * @throws TooLarge when the runtime finds no memory
   */
  public void run(RunControl control) {
    long start = System.nanoTime();
    try (OrtSession.Result result =
        network.session().run(inputTensors, Set.of(), outputTensors, control.options())) {
      network.nanos().add(System.nanoTime() - start);
    } catch (OrtException e) {
      control.throwIfTerminated();
      throw failure(e);
    }
  }

  private RuntimeException failure(OrtException e) {
    String reason = String.valueOf(e.getMessage());
    if (reason.contains("allocate") || reason.contains("bad_alloc")) {
      return new TooLarge(
          "not enough memory to run " + network.file() + "; ask for a smaller size or batch", e);
    }
    return new IllegalStateException(
        network.file() + " failed: " + InferenceSession.firstLine(e), e);
  }

  @Override
  public void close() {
    inputs.values().forEach(PortBuffer::close);
    outputs.values().forEach(PortBuffer::close);
  }
}
