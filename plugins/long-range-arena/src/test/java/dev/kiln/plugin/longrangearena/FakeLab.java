package dev.kiln.plugin.longrangearena;

import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A laboratory whose networks give the reference's logits. The untouched graph takes 64 ms for a
 * run, others a half; "lossy" ones give only zeros, "shy" ones refuse, "large" ones find no memory
 * for more than 1000 tokens.
 */
final class FakeLab implements AttentionLab {
  final List<String> asked = new ArrayList<>();
  private final Tasks tasks;
  private final List<String> optimizers;

  FakeLab(Tasks tasks, String... optimizers) {
    this.tasks = tasks;
    this.optimizers = List.of(optimizers);
  }

  @Override
  public List<String> optimizers() {
    return optimizers;
  }

  @Override
  public long memory() {
    return 500_000_000;
  }

  @Override
  public boolean generating() {
    return false;
  }

  @Override
  public void demandModel(String model) {
    throw new UnsupportedOperationException("nobody names a model here");
  }

  @Override
  public List<Trial> site(Site site, List<String> names, int rounds) {
    throw new UnsupportedOperationException("nobody measures a site here");
  }

  @Override
  public List<Trial> unet(String model, int width, int height, List<String> names, int rounds) {
    throw new UnsupportedOperationException("nobody measures a model here");
  }

  @Override
  public List<NetworkTrial> network(
      Path file, Map<String, Tensor> inputs, List<String> names, int rounds) {
    Tensor tokens = inputs.get("tokens");
    String task = file.getFileName().toString().replace(".onnx", "");
    asked.add(task + " " + Arrays.toString(tokens.shape()) + " " + names + " " + rounds);
    Tensor reference = logits(tasks.examples(tasks.task(task)), tokens);
    return names.stream().map(name -> trial(name, tokens.dim(1), reference)).toList();
  }

  /** The reference's for the batch that these are; zeros for what is none. */
  private static Tensor logits(Examples examples, Tensor tokens) {
    int at = 0;
    for (Tensor batch : examples.batches()) {
      int count = batch.dim(0) * examples.count() / examples.tokens().dim(0);
      int classes = examples.logits().dim(1);
      if (Arrays.equals(batch.data(), tokens.data())) {
        float[] some =
            Arrays.copyOfRange(examples.logits().data(), at * classes, (at + count) * classes);
        return Tensor.of(some, count, classes);
      }
      at += count;
    }
    return Tensor.zeros(1, examples.logits().dim(1));
  }

  private static NetworkTrial trial(String name, int tokens, Tensor reference) {
    if (name.equals("large") && tokens > 1000) {
      String reason = "it needs about 12.9 GB,\nwhich are not free";
      return new NetworkTrial(
          new Trial(name, Double.NaN, Double.NaN, "", reason), Optional.empty());
    }
    return switch (name) {
      case UNTOUCHED ->
          new NetworkTrial(new Trial(name, 0.064, 0, "0/0 sites", ""), Optional.of(reference));
      case "shy" ->
          new NetworkTrial(
              new Trial(name, 0.064, 0, "0/2 sites", "shy: it has no bias"),
              Optional.of(reference));
      case "lossy" ->
          new NetworkTrial(
              new Trial(name, 0.032, 1, "2/2 sites", ""), Optional.of(Tensor.like(reference)));
      default ->
          new NetworkTrial(new Trial(name, 0.032, 2e-7, "2/2 sites", ""), Optional.of(reference));
    };
  }
}
