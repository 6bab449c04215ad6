package dev.kiln.host.model;

import dev.kiln.host.graph.recipe.RecipeReport;
import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.Port;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.onnx.SessionCache;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluations of the UNet for one generation and one latent size. Memory for each number of rows
 * and tokens is laid out once. For the generation's own thread.
 */
public final class UnetRun implements AutoCloseable {
  private final Unet unet;
  private final SessionCache.Lease<PatchedSession> lease;
  private final InferenceSession network;
  private final RunControl control;
  private final int channels;
  private final int height;
  private final int width;
  private final String output;
  private final FedInputs fedInputs;
  private final DeclaredOutputs declaredOutputs;
  private final Map<Integer, Map<Integer, Bound>> byRowsAndTokens = new HashMap<>();

  /**
   * @param height of the latents
   * @param width of the latents
   */
  public UnetRun(Unet unet, SessionPlan plan, int height, int width, RunControl control) {
    this.unet = unet;
    this.lease = unet.use(plan);
    this.network = lease.value().network();
    this.fedInputs = new FedInputs(network);
    this.channels = unet.channels();
    this.height = height;
    this.width = width;
    this.control = control;
    this.output = network.hasOutput("out_sample") ? "out_sample" : network.firstOutput();
    this.declaredOutputs = new DeclaredOutputs(network, output);
  }

  /**
   * Evaluate consecutive rows whose conditions have the same number of tokens.
   *
   * @param rows of which the prediction goes into {@code denoised}, and what plugins declared into
   *     {@code given}
   * @param first the first row to evaluate
   * @param count how many rows
   */
  public void evaluate(Evaluation rows, int first, int count) {
    fedInputs.check(rows.fed(), rows.conditions().length);
    Bound bound = bound(rows, first, count);
    write(bound.binding, rows, first, count);
    int row = rows.sample().rowSize();
    long start = System.nanoTime();
    if (bound.outputs.isEmpty()) {
      learn(bound, rows, first, count);
      unet.nanos().add(System.nanoTime() - start);
    } else {
      lease.value().run(bound.binding, control);
      unet.nanos().add(System.nanoTime() - start);
      bound.binding.read(output, 0, rows.denoised().data(), first * row, count * row);
      declaredOutputs.read(bound.binding, bound.outputs, rows, first, count);
    }
    lease.value().demandNumbers(rows.denoised(), first * row, count * row);
  }

  private void write(Binding binding, Evaluation rows, int first, int count) {
    Tensor sample = rows.sample();
    int row = sample.rowSize();
    int input = channels * height * width;
    for (int i = 0; i < count; i++) {
      Tensor behind = rows.behind()[first + i];
      binding.write("sample", i * input, sample.data(), (first + i) * row, row);
      binding.write("sample", i * input + row, behind.data(), 0, behind.size());
      Tensor condition = rows.conditions()[first + i];
      binding.write(
          "encoder_hidden_states", i * condition.size(), condition.data(), 0, condition.size());
    }
    for (int i = 0; i < timesteps(count); i++) {
      binding.writeNumber("timestep", i, rows.timestep());
    }
    fedInputs.write(binding, rows.fed(), first, count);
  }

  /** The first run of a shape, from which the sizes of what plugins declared are known. */
  private void learn(Bound bound, Evaluation rows, int first, int count) {
    List<Tensor> values = lease.value().runOnce(bound.binding, control);
    declaredOutputs.take(values, rows, first, count);
    put(rows, rows.conditions()[first], count, declaredOutputs.shapes(values));
    bound.binding.close();
  }

  /**
   * Memory that is laid out.
   *
   * @param fed the tensors that it was laid out for
   * @param outputs sizes by name; empty before they are known
   */
  private record Bound(Binding binding, Map<String, Tensor> fed, Map<String, long[]> outputs) {}

  private Bound bound(Evaluation rows, int first, int count) {
    Tensor condition = rows.conditions()[first];
    Map<Integer, Bound> byTokens = byRowsAndTokens.computeIfAbsent(count, n -> new HashMap<>());
    Bound bound = byTokens.get(condition.dim(0));
    if (bound == null || !fedInputs.fits(rows.fed(), bound.fed)) {
      if (bound != null) {
        bound.binding.close();
      }
      Tensor sample = rows.sample();
      long[] latent = {count, sample.dim(1), height, width};
      bound =
          put(rows, condition, count, declaredOutputs.none() ? Map.of(output, latent) : Map.of());
    }
    return bound;
  }

  private Bound put(Evaluation rows, Tensor condition, int count, Map<String, long[]> outputs) {
    Binding binding = network.bind(inputs(rows, condition, count), outputs);
    Bound bound = new Bound(binding, Map.copyOf(rows.fed()), outputs);
    byRowsAndTokens.get(count).put(condition.dim(0), bound);
    return bound;
  }

  private Map<String, long[]> inputs(Evaluation rows, Tensor condition, int count) {
    Port timestep = network.input("timestep");
    Map<String, long[]> inputs = fedInputs.shapes(rows.fed(), count);
    inputs.put("sample", new long[] {count, channels, height, width});
    inputs.put("timestep", timestep.rank() == 0 ? new long[0] : new long[] {timesteps(count)});
    inputs.put("encoder_hidden_states", new long[] {count, condition.dim(0), condition.dim(1)});
    return inputs;
  }

  /** Exports disagree: a scalar, a vector of one, or one for each row. */
  private int timesteps(int rows) {
    Port timestep = network.input("timestep");
    return timestep.rank() == 0 || timestep.shape()[0] == 1 ? 1 : rows;
  }

  @Override
  public void close() {
    byRowsAndTokens.values().stream()
        .flatMap(byTokens -> byTokens.values().stream())
        .forEach(bound -> bound.binding.close());
    byRowsAndTokens.clear();
    lease.close();
  }

  /** Who computes which attention and which convolution. */
  public RecipeReport report() {
    return lease.value().report();
  }

  /** All its inputs, in the order of the graph. */
  public List<NetworkRun.Port> inputs() {
    return network.inputs().stream().map(name -> LeasedSession.port(network.input(name))).toList();
  }

  /** All its outputs, in the order of the graph. */
  public List<NetworkRun.Port> outputs() {
    return network.outputs().stream()
        .map(name -> LeasedSession.port(network.output(name)))
        .toList();
  }

  /** Width of the text's embeddings. */
  int contextWidth() {
    return (int) network.input("encoder_hidden_states").shape()[2];
  }
}
