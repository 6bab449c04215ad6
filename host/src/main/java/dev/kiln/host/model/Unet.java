package dev.kiln.host.model;

import dev.kiln.host.onnx.Network;
import dev.kiln.host.onnx.OrtRuntime;

/**
 * The denoising network. Shared by all generations; each evaluates it through its own {@link
 * UnetRun}.
 */
public final class Unet implements AutoCloseable {
  private final Network network;
  private final int channels;
  private final int heads;

  Unet(OrtRuntime runtime, ModelFolder folder) {
    this.network = Network.open(runtime, folder.network("unet"));
    this.channels = folder.config("unet").path("in_channels").asInt(4);
    this.heads = heads(folder);
    network.input("sample");
    network.input("timestep");
    network.input("encoder_hidden_states");
  }

  private static int heads(ModelFolder folder) {
    // Older configs call the number of heads attention_head_dim; newer ones list one a level.
    var heads = folder.config("unet").path("attention_head_dim");
    return heads.isArray() ? heads.path(0).asInt(8) : heads.asInt(8);
  }

  public int channels() {
    return channels;
  }

  /**
   * Bytes that the largest attention of one run takes in an unfused graph: scores and their
   * softmax, float32, at full latent resolution.
   */
  public long attentionBytes(int rows, int latentHeight, int latentWidth) {
    double tokens = (double) latentHeight * latentWidth;
    return (long) (2.0 * Float.BYTES * rows * heads * tokens * tokens);
  }

  /** Seconds spent inside the runtime so far, by all generations. */
  public double secondsInRuns() {
    return network.nanosInRuns() / 1e9;
  }

  Network network() {
    return network;
  }

  @Override
  public void close() {
    network.close();
  }
}
