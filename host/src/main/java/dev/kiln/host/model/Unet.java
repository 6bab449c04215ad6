package dev.kiln.host.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.onnx.Network;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;

/**
 * The denoising network. Shared by all generations; each evaluates it through its own {@link
 * UnetRun}.
 */
public final class Unet implements AutoCloseable {
  private static final int LATENTS = 4;

  /** The latents, a mask, and the latents of the picture under the mask. */
  private static final int INPAINTING = 9;

  private final Network network;
  private final int channels;
  private final int heads;

  Unet(NetworkOpener opener, ModelSource source) {
    JsonNode config = source.config(NetworkKind.UNET);
    this.channels = config.path("in_channels").asInt(4);
    this.heads = heads(config);
    if (channels != LATENTS && channels != INPAINTING) {
      throw new BadRequest(
          "model '"
              + source.name()
              + "' works on a picture that it is given ("
              + channels
              + " input channels); choose a model that makes one from text");
    }
    this.network = opener.open(source, NetworkKind.UNET);
    network.input("sample");
    network.input("timestep");
    network.input("encoder_hidden_states");
  }

  private static int heads(JsonNode config) {
    // Older configs call the number of heads attention_head_dim; newer ones list one a level.
    JsonNode heads = config.path("attention_head_dim");
    return heads.isArray() ? heads.path(0).asInt(8) : heads.asInt(8);
  }

  /** Channels of its input. */
  public int channels() {
    return channels;
  }

  /** Whether its input holds a mask and a masked picture behind the latents. */
  boolean inpaints() {
    return channels == INPAINTING;
  }

  /** Width of the text's embeddings. */
  int contextWidth() {
    return (int) network.input("encoder_hidden_states").shape()[2];
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
