package dev.kiln.host.tuning;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.model.Model;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model's UNet at one picture size, prompt and negative prompt together. */
record UnetSubject(Model model, int width, int height) implements Subject {
  private static final int TOKENS = 77;
  private static final int ROWS = 2;

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
    return new NetworkShape(ROWS, height / 8, width / 8, TOKENS);
  }

  @Override
  public Map<String, long[]> inputs() {
    int context = model.source().config(NetworkKind.UNET).path("cross_attention_dim").asInt(768);
    Map<String, long[]> inputs = new LinkedHashMap<>();
    inputs.put("sample", new long[] {ROWS, model.unet().channels(), height / 8, width / 8});
    inputs.put("timestep", new long[0]);
    inputs.put("encoder_hidden_states", new long[] {ROWS, TOKENS, context});
    return inputs;
  }

  @Override
  public long[] output() {
    return new long[] {ROWS, 4, height / 8, width / 8};
  }

  @Override
  public long scoreBytes() {
    return model.unet().attentionBytes(ROWS, height / 8, width / 8) / 2;
  }
}
