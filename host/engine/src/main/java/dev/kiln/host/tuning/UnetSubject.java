package dev.kiln.host.tuning;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.model.Model;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model's UNet at one picture size, prompt and negative prompt together. */
record UnetSubject(Model model, int width, int height) implements Subject {
  @Override
  public Graph graph() {
    return model.opener().graph(model.source(), NetworkKind.UNET);
  }

  @Override
  public Path file() {
    return model.source().path();
  }

  @Override
  public NetworkShape shape() {
    return SessionPlans.guided(width, height);
  }

  @Override
  public Map<String, long[]> inputs() {
    int context = model.source().config(NetworkKind.UNET).path("cross_attention_dim").asInt(768);
    Map<String, long[]> inputs = new LinkedHashMap<>();
    inputs.put("sample", latents(model.unet().channels()));
    inputs.put("timestep", new long[0]);
    inputs.put(
        "encoder_hidden_states", new long[] {shape().rows(), shape().conditionTokens(), context});
    return inputs;
  }

  @Override
  public float[] values(String input, int count) {
    return input.equals("timestep") ? new float[] {500} : Subject.super.values(input, count);
  }

  private long[] latents(int channels) {
    return new long[] {shape().rows(), channels, shape().latentHeight(), shape().latentWidth()};
  }

  @Override
  public long scoreBytes() {
    return model
            .unet()
            .attentionBytes(shape().rows(), shape().latentHeight(), shape().latentWidth())
        / 2;
  }
}
