package dev.kiln.plugin.upscalerdiffusion;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.DiffusionModel;
import dev.kiln.spi.sampling.SigmaTable;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.upscale.UpscaleWatcher;
import java.util.List;

/**
 * Draws pictures four times as large: the pipeline of Stable Diffusion's x4 upscaler, as diffusers
 * has it. Latents have the size of the small picture. For one thread.
 */
final class Enlargement implements AutoCloseable {
  /** As many as the largest picture that Kiln makes has. */
  private static final long MOST_PIXELS = 64_000_000;

  private final DiffusionModel model;
  private final X4Settings settings;
  private final Scheduler scheduler;
  private final GuidedUnet unet;
  private final WindowDecoder decoder;

  private Enlargement(
      DiffusionModel model,
      X4Settings settings,
      Scheduler scheduler,
      GuidedUnet unet,
      WindowDecoder decoder) {
    this.model = model;
    this.settings = settings;
    this.scheduler = scheduler;
    this.unet = unet;
    this.decoder = decoder;
  }

  /**
   * Embed the texts, then open the networks that every step needs.
   *
   * @throws BadRequest when the model is no x4 upscaler, or a part of it is missing or broken
   */
  static Enlargement open(DiffusionModel model, X4Settings settings) {
    Scheduler scheduler = Scheduler.of(model);
    List<String> texts =
        settings.guided()
            ? List.of(settings.negative(), settings.prompt())
            : List.of(settings.prompt());
    List<Tensor> embedded = model.embed(texts);
    GuidedUnet unet = GuidedUnet.open(model, embedded, settings);
    try {
      return new Enlargement(model, settings, scheduler, unet, new WindowDecoder(model));
    } catch (RuntimeException | Error e) {
      unet.close();
      throw e;
    }
  }

  /**
   * A picture, four times as large and opaque.
   *
   * @throws BadRequest when the result is too large, or the model gives no numbers
   * @throws java.util.concurrent.CancellationException when the watcher ended it
   */
  Picture of(Picture picture, Noise noise, UpscaleWatcher watcher) {
    demandSize(picture);
    Tensor colors = padded(picture);
    Progress progress = new Progress(watcher, (settings.steps() + 1) * windows(colors));
    Tensor latents = latents(noised(colors, noise), noise, progress);
    Picture large =
        Picture.black(
            WindowDecoder.SCALE * picture.width(), WindowDecoder.SCALE * picture.height());
    decoder.decode(latents, large, settings, progress);
    return large;
  }

  private void demandSize(Picture picture) {
    long width = (long) WindowDecoder.SCALE * picture.width();
    long height = (long) WindowDecoder.SCALE * picture.height();
    if (width * height > MOST_PIXELS) {
      throw new BadRequest(
          "%s makes %dx%d pixels of %dx%d, and at most %d million are held; take a smaller picture, or Lanczos"
              .formatted(
                  model.path().getFileName(),
                  width,
                  height,
                  picture.width(),
                  picture.height(),
                  MOST_PIXELS / 1_000_000));
    }
  }

  private int windows(Tensor colors) {
    return settings.windows(colors.dim(1)).all().size()
        * settings.windows(colors.dim(2)).all().size();
  }

  /** Its colors in -1..1, [3, height, width]; beyond its borders the pixels there go on. */
  static Tensor padded(Picture picture) {
    int height = X4Settings.padded(picture.height());
    int width = X4Settings.padded(picture.width());
    Tensor colors = Tensor.zeros(3, height, width);
    for (int i = 0; i < colors.size(); i++) {
      int x = Math.min(i % width, picture.width() - 1);
      int y = Math.min(i / width % height, picture.height() - 1);
      colors.data()[i] = picture.at(x, y, i / (width * height)) / 127.5f - 1;
    }
    return colors;
  }

  /** What the model was trained to see: p / sqrt(1 + σ²) + noise·σ / sqrt(1 + σ²), in place. */
  Tensor noised(Tensor colors, Noise noise) {
    SigmaTable table = model.sigmas("low_res_scheduler");
    double sigma = table.at(Math.min(settings.noise(), table.size() - 1));
    float kept = (float) (1 / Steps.norm(sigma));
    float added = (float) (sigma / Steps.norm(sigma));
    Tensor normal = noise.normal(colors.shape());
    for (int i = 0; i < colors.size(); i++) {
      colors.data()[i] = kept * colors.data()[i] + added * normal.data()[i];
    }
    return colors;
  }

  /**
   * Draw.
   *
   * @param noised [3, height, width]
   * @return [4, height, width], as the VAE's scaling factor makes them
   */
  Tensor latents(Tensor noised, Noise noise, Progress progress) {
    Steps steps = Steps.of(settings.sampler(), settings.steps(), scheduler);
    Tensor latents = noise.normal(GuidedUnet.LATENTS, noised.dim(1), noised.dim(2));
    scale(latents, steps.first());
    Denoising denoising = new Denoising(unet, scheduler.velocity(), noised, settings, progress);
    for (int step = 0; step < steps.count(); step++) {
      Tensor denoised = denoising.denoised(latents, steps.sigmas()[step], steps.timesteps()[step]);
      demandNumbers(denoised, step);
      steps.take(step, latents, denoised);
    }
    scale(latents, steps.last());
    return latents;
  }

  private static void scale(Tensor values, double factor) {
    for (int i = 0; i < values.size(); i++) {
      values.data()[i] *= (float) factor;
    }
  }

  private void demandNumbers(Tensor denoised, int step) {
    double sum = 0;
    for (float value : denoised.data()) {
      sum += value;
    }
    if (!Double.isFinite(sum)) {
      throw new BadRequest(
          "%s gave NaN or infinity at step %d of %d; its weights may be damaged: copy it again"
              .formatted(model.path(), step + 1, settings.steps()));
    }
  }

  @Override
  public void close() {
    unet.close();
    decoder.close();
  }
}
