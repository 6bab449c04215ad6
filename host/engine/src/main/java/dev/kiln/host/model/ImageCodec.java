package dev.kiln.host.model;

import dev.kiln.host.graph.recipe.AttentionReport;
import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.onnx.SessionCache;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Tensor;
import java.util.Map;

/**
 * The model's autoencoder (VAE). The two sessions are made when they are first used. Safe from any
 * thread.
 */
public final class ImageCodec implements AutoCloseable {
  private final PlannedSessions decoder;
  private final PlannedSessions encoder;
  private final float scale;
  private final int channels;
  private final int narrowest;
  private final int widest;

  ImageCodec(SessionOpener opener, ModelSource source) {
    this.decoder = new PlannedSessions(opener, source, NetworkKind.VAE_DECODER);
    this.encoder = new PlannedSessions(opener, source, NetworkKind.VAE_ENCODER);
    var config = source.config(NetworkKind.VAE_DECODER);
    this.scale = (float) config.path("scaling_factor").asDouble(0.18215);
    this.channels = config.path("latent_channels").asInt(4);
    this.narrowest = config.path("block_out_channels").path(0).asInt(128);
    // The last upsampler still has the channels of the level below.
    this.widest = Math.max(narrowest, config.path("block_out_channels").path(1).asInt(256));
  }

  public int channels() {
    return channels;
  }

  /** What latents are multiplied with before the denoising network sees them. */
  public float scale() {
    return scale;
  }

  /** Channels of the encoder's layers at full resolution. */
  public int narrowest() {
    return narrowest;
  }

  /** Channels of the decoder's widest layer at full resolution. */
  public int widest() {
    return widest;
  }

  /**
   * Decode one image's latents.
   *
   * @param latents [n, channels, h, w] as the denoising network sees them
   * @param index which of the n
   * @param plan of the decoder
   * @return [3, 8h, 8w], about -1..1
   */
  public Tensor decode(Tensor latents, int index, SessionPlan plan, RunControl control) {
    int height = latents.dim(2);
    int width = latents.dim(3);
    int size = latents.rowSize();
    float[] unscaled = new float[size];
    for (int i = 0; i < size; i++) {
      unscaled[i] = latents.data()[index * size + i] / scale;
    }
    Tensor picture = Tensor.zeros(3, 8 * height, 8 * width);
    try (SessionCache.Lease<PatchedSession> lease = decoder.use(plan)) {
      InferenceSession network = lease.value().network();
      String input = network.firstInput();
      String output = network.firstOutput();
      try (Binding binding =
          network.bind(
              Map.of(input, new long[] {1, channels, height, width}),
              Map.of(output, new long[] {1, 3, 8L * height, 8L * width}))) {
        binding.write(input, 0, unscaled, 0, size);
        lease.value().run(binding, control);
        binding.read(output, 0, picture.data(), 0, picture.size());
        lease.value().demandNumbers(picture, 0, picture.size());
      }
    }
    return picture;
  }

  /**
   * Encode pictures to the mean of their latents.
   *
   * @param pictures [n, 3, height, width] in -1..1
   * @param plan of the encoder
   * @return [n, channels, height/8, width/8], scaled as the denoising network sees them
   */
  public Tensor encode(Tensor pictures, SessionPlan plan, RunControl control) {
    int height = pictures.dim(2) / 8;
    int width = pictures.dim(3) / 8;
    int plane = channels * height * width;
    Tensor latents = Tensor.zeros(pictures.dim(0), channels, height, width);
    try (SessionCache.Lease<PatchedSession> lease = encoder.use(plan)) {
      InferenceSession network = lease.value().network();
      String input = network.firstInput();
      String output = network.firstOutput();
      // Mean and log variance, or a sample of them where the export draws it.
      int parameters = network.output(output).shape()[1] == channels ? channels : 2 * channels;
      try (Binding binding =
          network.bind(
              Map.of(input, new long[] {1, 3, 8L * height, 8L * width}),
              Map.of(output, new long[] {1, parameters, height, width}))) {
        for (int i = 0; i < pictures.dim(0); i++) {
          binding.write(input, 0, pictures.data(), i * pictures.rowSize(), pictures.rowSize());
          lease.value().run(binding, control);
          binding.read(output, 0, latents.data(), i * plane, plane);
        }
      }
    }
    for (int i = 0; i < latents.size(); i++) {
      latents.data()[i] *= scale;
    }
    return latents;
  }

  /**
   * Make the decoder's session, so that what is wrong with its file is known.
   *
   * @throws dev.kiln.spi.BadRequest when it is missing or broken
   */
  public AttentionReport openDecoder(SessionPlan plan) {
    try (SessionCache.Lease<PatchedSession> lease = decoder.use(plan)) {
      return lease.value().attention();
    }
  }

  @Override
  public void close() {
    decoder.close();
    encoder.close();
  }
}
