package dev.kiln.host.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.onnx.SessionCache;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import java.util.concurrent.atomic.LongAdder;

/**
 * The denoising network. Shared by all generations; each evaluates it through its own {@link
 * UnetRun}.
 */
public final class Unet implements AutoCloseable {
  private static final int LATENTS = 4;

  /** The latents, and those of the picture that is edited. */
  private static final int EDITING = 8;

  /** The latents, a mask, and the latents of the picture under the mask. */
  private static final int INPAINTING = 9;

  private final PlannedSessions network;
  private final LongAdder nanos = new LongAdder();
  private final LongAdder opened = new LongAdder();
  private final int channels;
  private final int heads;

  Unet(PlannedSessions network) {
    this.network = network;
    JsonNode config = network.source().config(NetworkKind.UNET);
    this.channels = config.path("in_channels").asInt(4);
    this.heads = heads(config);
    if (channels != LATENTS && channels != EDITING && channels != INPAINTING) {
      throw new BadRequest(
          "model '"
              + network.source().name()
              + "' works on a picture that it is given ("
              + channels
              + " input channels); choose a model that makes one from text");
    }
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
  public boolean inpaints() {
    return channels == INPAINTING;
  }

  /** Whether its input holds a picture's latents behind its own: instruct-pix2pix. */
  public boolean edits() {
    return channels == EDITING;
  }

  /**
   * @param picture whether there is one to begin with
   * @throws BadRequest when there is none, and it needs one
   */
  public void demandPicture(boolean picture) {
    if (edits() && !picture) {
      throw new BadRequest(
          "model '"
              + network.source().name()
              + "' edits a picture, and there is none; give one with kiln img2img, or in init_images");
    }
  }

  /** Channels of its widest layer at full resolution, joined with the skip. */
  public int widest() {
    return 2
        * network.source().config(NetworkKind.UNET).path("block_out_channels").path(0).asInt(320);
  }

  /**
   * Bytes that the largest attention of one run takes in an unfused graph: scores and their
   * softmax, float32, at full latent resolution.
   */
  public long attentionBytes(int rows, int latentHeight, int latentWidth) {
    double tokens = (double) latentHeight * latentWidth;
    return (long) (2.0 * Float.BYTES * rows * heads * tokens * tokens);
  }

  /** Seconds that evaluations spent inside the runtime so far, of all generations. */
  public double secondsInRuns() {
    return nanos.sum() / 1e9;
  }

  /** How often a session had to be made. */
  public int opened() {
    return opened.intValue();
  }

  LongAdder nanos() {
    return nanos;
  }

  /** A session as plugins want it. */
  SessionCache.Lease<PatchedSession> use(SessionPlan plan) {
    SessionCache.Lease<PatchedSession> lease = network.use(plan, opened::increment);
    for (String input : new String[] {"sample", "timestep", "encoder_hidden_states"}) {
      lease.value().network().input(input);
    }
    return lease;
  }

  SessionPlan plain() {
    return network.plain();
  }

  @Override
  public void close() {
    network.close();
  }
}
