package dev.kiln.host.model;

import dev.kiln.host.graph.WeightValues;
import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.onnx.SessionCache;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.host.Embeddings.EncoderCost;
import dev.kiln.spi.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * CLIP's text model. The session is made at the first chunk that is really encoded. Safe from any
 * thread, one chunk at a time.
 */
public final class TextEncoder implements AutoCloseable {
  /** How many sets of patches are remembered; a slider of strengths makes one at each stop. */
  private static final int MOST_PATCHES = 1000;

  private final PlannedSessions encoder;

  /** What patches had to say, by their names: it outlives their session, as embeddings may. */
  private final Map<List<String>, List<String>> warnings =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<List<String>, List<String>> eldest) {
              return size() > MOST_PATCHES;
            }
          });

  private final int layers;
  private EncoderCost cost = new EncoderCost(0, 0, 0, 0, 0);

  TextEncoder(SessionOpener opener, ModelSource source) {
    this.encoder = new PlannedSessions(opener, source, NetworkKind.TEXT_ENCODER);
    this.layers = source.config(NetworkKind.TEXT_ENCODER).path("num_hidden_layers").asInt(12);
  }

  /**
   * Encode one chunk.
   *
   * @param ids with start, end and padding tokens
   * @param clipSkip 1 for the last layer; n &gt; 1 takes the n-th last hidden state through the
   *     final norm
   * @param plan of the network
   * @return [tokens, width]
   */
  public synchronized Tensor encode(
      List<Integer> ids, int clipSkip, SessionPlan plan, RunControl control) {
    if (clipSkip < 1 || clipSkip > layers) {
      throw new BadRequest(
          "clip skip is " + clipSkip + "; this model's text encoder takes 1 to " + layers);
    }
    Tensor embedding;
    try (SessionCache.Lease<PatchedSession> lease = open(plan)) {
      warnings.put(plan.recipe().patchNames(), lease.value().warnings());
      embedding = run(lease.value(), ids, clipSkip, control);
    }
    if (clipSkip > 1) {
      finalNorm(embedding);
    }
    return embedding;
  }

  /**
   * Tell a plan what its patches had to say when they were used last: a plugin may have kept the
   * embedding, and then nothing is encoded.
   */
  public void warn(SessionPlan plan) {
    warnings.getOrDefault(plan.recipe().patchNames(), List.of()).forEach(plan.warnings());
  }

  private Tensor run(PatchedSession open, List<Integer> ids, int clipSkip, RunControl control) {
    InferenceSession network = open.network();
    String output =
        clipSkip == 1 ? "last_hidden_state" : "hidden_states." + (layers + 1 - clipSkip);
    int tokens = ids.size();
    int width = (int) network.output(output).shape()[2];
    long start = System.nanoTime();
    Tensor embedding = Tensor.zeros(tokens, width);
    try (Binding binding =
        network.bind(
            Map.of("input_ids", new long[] {1, tokens}),
            Map.of(output, new long[] {1, tokens, width}))) {
      for (int i = 0; i < tokens; i++) {
        binding.writeNumber("input_ids", i, ids.get(i));
      }
      open.run(binding, control);
      binding.read(output, 0, embedding.data(), 0, embedding.size());
      open.demandNumbers(embedding, 0, embedding.size());
    }
    addRun((System.nanoTime() - start) / 1e9);
    return embedding;
  }

  /** What this encoder cost since the process began. */
  public synchronized EncoderCost cost() {
    return cost;
  }

  /** Counts as an opening what took time: a session that is there takes none. */
  private SessionCache.Lease<PatchedSession> open(SessionPlan plan) {
    long before = ProcessMemory.residentBytes();
    long start = System.nanoTime();
    boolean[] made = {false};
    SessionCache.Lease<PatchedSession> lease = encoder.use(plan, () -> made[0] = true);
    if (made[0]) {
      double seconds = (System.nanoTime() - start) / 1e9;
      long bytes = Math.max(0, ProcessMemory.residentBytes() - before);
      cost =
          new EncoderCost(
              cost.opens() + 1,
              cost.openSeconds() + seconds,
              cost.runs(),
              cost.runSeconds(),
              Math.max(cost.bytes(), bytes));
    }
    return lease;
  }

  private void addRun(double seconds) {
    cost =
        new EncoderCost(
            cost.opens(),
            cost.openSeconds(),
            cost.runs() + 1,
            cost.runSeconds() + seconds,
            cost.bytes());
  }

  /** y = (x - mean) / sqrt(variance + 1e-5) * weight + bias, over each token. */
  private void finalNorm(Tensor embedding) {
    float[] weight = norm("weight");
    float[] bias = norm("bias");
    int width = embedding.rowSize();
    float[] data = embedding.data();
    for (int row = 0; row < data.length; row += width) {
      double sum = 0;
      double squares = 0;
      for (int i = row; i < row + width; i++) {
        sum += data[i];
        squares += (double) data[i] * data[i];
      }
      double mean = sum / width;
      double scale = 1 / Math.sqrt(squares / width - mean * mean + 1e-5);
      for (int i = 0; i < width; i++) {
        data[row + i] = (float) ((data[row + i] - mean) * scale * weight[i] + bias[i]);
      }
    }
  }

  private float[] norm(String part) {
    return encoder.source().graph(NetworkKind.TEXT_ENCODER).weights().values().stream()
        .filter(weight -> weight.name().endsWith("final_layer_norm." + part))
        .findFirst()
        .map(WeightValues::floats)
        .orElseThrow(
            () ->
                new BadRequest(
                    "clip skip needs the weights of final_layer_norm, which have no name in "
                        + encoder.source().path()
                        + "; use clip skip 1 or export the model again"));
  }

  @Override
  public void close() {
    encoder.close();
  }
}
