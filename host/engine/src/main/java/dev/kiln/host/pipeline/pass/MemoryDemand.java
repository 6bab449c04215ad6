package dev.kiln.host.pipeline.pass;

import dev.kiln.host.TooLarge;
import dev.kiln.host.model.Model;
import dev.kiln.host.model.ProcessMemory;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Estimates the memory of a request besides the model's weights, so that one that does not fit is
 * refused before any work instead of being killed in the middle. For the generation's own thread.
 */
public final class MemoryDemand {
  /** What an unfused run takes beside its scores: 19.9 GB resident for 17.2 GB at 1024x1024. */
  private static final double MARGIN = 1.2;

  /** Latents of the UNet's widest layer that are alive at once, skips included. */
  private static final int UNET_LAYERS = 16;

  /** A prompt and its negative prompt are always evaluated together. */
  private static final int LEAST_ROWS = 2;

  private final Model model;
  private final boolean fused;
  private final Map<NetworkShape, Integer> found = new HashMap<>();
  private final Set<NetworkShape> decoded = new HashSet<>();

  /**
   * @param fused whether attention never holds all of its scores
   */
  public MemoryDemand(Model model, boolean fused) {
    this.model = model;
    this.fused = fused;
  }

  /**
   * How many rows can be evaluated at once, the same for all passes of one shape.
   *
   * @param rows all that an image has
   * @throws TooLarge when two of them need more than is free
   */
  int rowsAtOnce(NetworkShape rows) {
    return found.computeIfAbsent(rows, this::demand);
  }

  /**
   * Ask for what it needs.
   *
   * @param rows all that an image has
   * @return how many of them can be evaluated at once
   * @throws TooLarge when two of them need more than is free
   */
  int demand(NetworkShape rows) {
    return demand(rows, ProcessMemory.availableBytes());
  }

  /**
   * @param free bytes
   */
  int demand(NetworkShape shape, long free) {
    for (int count = shape.rows(); count > LEAST_ROWS; count--) {
      if (need(shape, count) <= free) {
        return count;
      }
    }
    int least = Math.min(shape.rows(), LEAST_ROWS);
    double need = need(shape, least);
    if (need > free) {
      throw tooLarge(shape, need, need == scores(shape, least) ? " for attention" : "", free);
    }
    return least;
  }

  /**
   * Ask for what the decoder needs, once for all passes of one shape: what the first one took is
   * not free afterwards, and serves the next.
   *
   * @param share how much of it patches leave
   * @throws TooLarge when it is more than is free
   */
  void demandDecoder(NetworkShape shape, double share) {
    if (decoded.add(shape)) {
      demandDecoder(shape, share, ProcessMemory.availableBytes());
    }
  }

  /**
   * @param free bytes
   */
  void demandDecoder(NetworkShape shape, double share, long free) {
    double need = share * new CodecMemory(model.codec()).bytes(NetworkKind.VAE_DECODER, shape);
    if (need > free) {
      throw tooLarge(shape, need, " to decode", free);
    }
  }

  private static TooLarge tooLarge(NetworkShape shape, double need, String what, long free) {
    return new TooLarge(
        String.format(
            Locale.ROOT,
            "%dx%d needs about %.1f GB%s and %.1f GB are free; ask for a smaller size",
            8 * shape.latentWidth(),
            8 * shape.latentHeight(),
            need / 1e9,
            what,
            free / 1e9));
  }

  private double need(NetworkShape shape, int count) {
    return Math.max(scores(shape, count), layers(shape, count));
  }

  private double scores(NetworkShape shape, int count) {
    return fused
        ? 0
        : MARGIN * model.unet().attentionBytes(count, shape.latentHeight(), shape.latentWidth());
  }

  private double layers(NetworkShape shape, int count) {
    return UNET_LAYERS * model.unet().widest() * latents(shape) * count * Float.BYTES;
  }

  private static double latents(NetworkShape shape) {
    return (double) shape.latentHeight() * shape.latentWidth();
  }
}
