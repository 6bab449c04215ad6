package dev.kiln.host.model;

import dev.kiln.host.graph.WeightValues;
import dev.kiln.host.graph.edit.TokenVectors;
import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.onnx.SessionCache;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.host.Embeddings.EncoderCost;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
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
   * What is encoded at once.
   *
   * @param ids with start, end and padding tokens
   * @param vectors that are read in the place of tokens
   */
  public record Chunk(List<Integer> ids, List<Placed> vectors) {
    /** A chunk of nothing but tokens. */
    public Chunk(List<Integer> ids) {
      this(ids, List.of());
    }
  }

  /**
   * Vectors in the place of tokens.
   *
   * @param at the first token
   * @param vectors [count, width]
   */
  public record Placed(int at, Tensor vectors) {}

  /** How many numbers the embedding of a token has. */
  public int width() {
    ModelSource source = encoder.source();
    int width = source.config(NetworkKind.TEXT_ENCODER).path("hidden_size").asInt(0);
    // An export may lack the file. The UNet reads what this gives.
    return width > 0
        ? width
        : source.config(NetworkKind.UNET).path("cross_attention_dim").asInt(768);
  }

  /**
   * Encode one chunk.
   *
   * @param clipSkip 1 for the last layer; n &gt; 1 takes the n-th last hidden state through the
   *     final norm
   * @param plan of the network
   * @return [tokens, width]
   */
  public synchronized Tensor encode(
      Chunk chunk, int clipSkip, SessionPlan plan, RunControl control) {
    if (clipSkip < 1 || clipSkip > layers) {
      throw new BadRequest(
          "clip skip is " + clipSkip + "; this model's text encoder takes 1 to " + layers);
    }
    Tensor embedding;
    try (SessionCache.Lease<PatchedSession> lease = open(plan)) {
      warnings.put(plan.recipe().patchNames(), lease.value().warnings());
      embedding = run(lease.value(), chunk, clipSkip, control);
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
    warnings.getOrDefault(plan.recipe().patchNames(), List.of()).forEach(plan.use()::warn);
  }

  private Tensor run(PatchedSession open, Chunk chunk, int clipSkip, RunControl control) {
    InferenceSession network = open.network();
    String output =
        clipSkip == 1 ? "last_hidden_state" : "hidden_states." + (layers + 1 - clipSkip);
    int tokens = chunk.ids().size();
    int width = (int) network.output(output).shape()[2];
    boolean takesVectors = TokenVectors.isIn(network.inputs());
    if (!takesVectors && !chunk.vectors().isEmpty()) {
      throw new BadRequest(
          "the prompt names a textual inversion, but no table of tokens was found in "
              + network.file()
              + "; leave its name out or export the text encoder again");
    }
    long start = System.nanoTime();
    Tensor embedding = Tensor.zeros(tokens, width);
    try (Binding binding =
        network.bind(
            inputs(tokens, width, takesVectors), Map.of(output, new long[] {1, tokens, width}))) {
      for (int i = 0; i < tokens; i++) {
        binding.writeNumber("input_ids", i, chunk.ids().get(i));
      }
      if (takesVectors) {
        write(chunk.vectors(), binding, tokens, width);
      }
      open.run(binding, control);
      binding.read(output, 0, embedding.data(), 0, embedding.size());
      open.demandNumbers(embedding, 0, embedding.size());
    }
    addRun((System.nanoTime() - start) / 1e9);
    return embedding;
  }

  private static Map<String, long[]> inputs(int tokens, int width, boolean takesVectors) {
    Map<String, long[]> inputs = new HashMap<>(Map.of("input_ids", new long[] {1, tokens}));
    if (takesVectors) {
      inputs.put(TokenVectors.VECTORS, new long[] {1, tokens, width});
      inputs.put(TokenVectors.MASK, new long[] {1, tokens, 1});
    }
    return inputs;
  }

  private static void write(List<Placed> placed, Binding binding, int tokens, int width) {
    Tensor vectors = Tensor.zeros(tokens, width);
    Tensor mask = Tensor.zeros(tokens, 1);
    for (Placed one : placed) {
      Tensor rows = one.vectors();
      System.arraycopy(rows.data(), 0, vectors.data(), one.at() * width, rows.size());
      Arrays.fill(mask.data(), one.at(), one.at() + rows.dim(0), 1);
    }
    binding.write(TokenVectors.VECTORS, 0, vectors.data(), 0, vectors.size());
    binding.write(TokenVectors.MASK, 0, mask.data(), 0, mask.size());
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
