package dev.kiln.host.model;

import dev.kiln.host.graph.AttentionReport;
import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.Network;
import dev.kiln.host.onnx.Port;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.onnx.SessionCache;
import dev.kiln.spi.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;

/**
 * Evaluations of the UNet for one generation and one latent size. Memory for each number of rows
 * and tokens is laid out once. For the generation's own thread.
 */
public final class UnetRun implements AutoCloseable {
  private final Unet unet;
  private final SessionCache.Lease<OpenNetwork> lease;
  private final Network network;
  private final RunControl control;
  private final int channels;
  private final Tensor behind;
  private final int height;
  private final int width;
  private final String output;
  private final Map<Integer, Map<Integer, Binding>> byRowsAndTokens = new HashMap<>();

  /**
   * @param height of the latents
   * @param width of the latents
   */
  public UnetRun(Unet unet, NetworkPlan plan, int height, int width, RunControl control) {
    this(unet, plan, Tensor.zeros(0, height, width), control);
  }

  /**
   * @param behind what every row's input has behind its latents, [channels, height, width]
   */
  public UnetRun(Unet unet, NetworkPlan plan, Tensor behind, RunControl control) {
    this.unet = unet;
    this.lease = unet.use(plan);
    this.network = lease.value().network();
    this.channels = unet.channels();
    this.behind = behind;
    this.height = behind.dim(1);
    this.width = behind.dim(2);
    this.control = control;
    this.output = network.hasOutput("out_sample") ? "out_sample" : network.firstOutput();
  }

  /**
   * Evaluate consecutive rows whose conditions have the same number of tokens.
   *
   * @param sample network input without what is behind it, [rows, latent channels, height, width]
   * @param conditions of all rows of {@code sample}, each [tokens, width]
   * @param first the first row to evaluate
   * @param count how many rows
   * @param prediction where the network's output goes, shaped as {@code sample}
   */
  public void evaluate(
      Tensor sample,
      double timestep,
      Tensor[] conditions,
      int first,
      int count,
      Tensor prediction) {
    int tokens = conditions[first].dim(0);
    Binding binding =
        byRowsAndTokens
            .computeIfAbsent(count, rows -> new HashMap<>())
            .computeIfAbsent(tokens, n -> bind(count, n, conditions[first].dim(1)));
    int row = sample.rowSize();
    int input = row + behind.size();
    for (int i = 0; i < count; i++) {
      binding.write("sample", i * input, sample.data(), (first + i) * row, row);
      binding.write("sample", i * input + row, behind.data(), 0, behind.size());
    }
    for (int i = 0; i < timesteps(count); i++) {
      binding.writeNumber("timestep", i, timestep);
    }
    for (int i = 0; i < count; i++) {
      Tensor condition = conditions[first + i];
      binding.write(
          "encoder_hidden_states", i * condition.size(), condition.data(), 0, condition.size());
    }
    long start = System.nanoTime();
    lease.value().run(binding, control);
    unet.nanos().add(System.nanoTime() - start);
    binding.read(output, 0, prediction.data(), first * row, count * row);
    lease.value().demandNumbers(prediction, first * row, count * row);
  }

  private Binding bind(int rows, int tokens, int conditionWidth) {
    long[] input = {rows, channels, height, width};
    long[] latent = {rows, channels - behind.dim(0), height, width};
    Port timestep = network.input("timestep");
    return network.bind(
        Map.of(
            "sample",
            input,
            "timestep",
            timestep.rank() == 0 ? new long[0] : new long[] {timesteps(rows)},
            "encoder_hidden_states",
            new long[] {rows, tokens, conditionWidth}),
        Map.of(output, latent));
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
        .forEach(Binding::close);
    lease.close();
  }

  /** Who computes which attention. */
  public AttentionReport attention() {
    return lease.value().attention();
  }

  /** Width of the text's embeddings. */
  int contextWidth() {
    return (int) network.input("encoder_hidden_states").shape()[2];
  }
}
