package dev.kiln.host.pipeline.start;

import dev.kiln.host.image.ResizeMode;
import dev.kiln.host.noise.ImageNoise;
import dev.kiln.host.noise.ImageSeed;
import dev.kiln.host.noise.SeedResize;
import dev.kiln.host.pipeline.pass.Beginning;
import dev.kiln.host.pipeline.pass.InputBlend;
import dev.kiln.host.pipeline.pass.KeptLatents;
import dev.kiln.host.pipeline.pass.MaskBlend;
import dev.kiln.host.pipeline.pass.PredictionBlend;
import dev.kiln.host.pipeline.pass.RequestNetworks;
import dev.kiln.host.pipeline.pass.SamplerSteps;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.MaskedContent;
import dev.kiln.host.request.NoiseFields;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the passes of a request begin with: noise, or pictures with noise. Each picture is encoded
 * once, however many are drawn of it. For the generation's own thread.
 */
public final class FirstLatents {
  private static final SeedResize SAME_SIZE = new SeedResize(0, 0);

  private final GenerationRequest request;
  private final InitPictures pictures;
  private final RequestNetworks networks;
  private final Map<InitPicture, Tensor> encoded = new IdentityHashMap<>();
  private final Map<InitPicture, Tensor> behind = new IdentityHashMap<>();
  private @Nullable Tensor behindNoPicture;

  /**
   * @param request with its size settled
   */
  public FirstLatents(GenerationRequest request, InitPictures pictures, RequestNetworks networks) {
    this.request = request;
    this.pictures = pictures;
    this.networks = networks;
  }

  /**
   * The beginning of a pass.
   *
   * @param first picture of the request that the pass draws
   * @param seeds of its pictures
   * @param noise the first of each, [images, channels, height/8, width/8]; becomes the latents
   */
  public Beginning begin(int first, List<ImageSeed> seeds, Tensor noise, SamplerSteps steps) {
    if (pictures.isEmpty()) {
      pictures
          .latents()
          .ifPresentOrElse(
              it -> mix(noise, images(it, first, seeds.size()), steps),
              () -> mix(noise, steps.noiseScale(request.get(NoiseFields.SGM_NOISE)), noise, 0));
      List<Tensor> behind = Collections.nCopies(seeds.size(), behindNoPicture());
      return new Beginning(noise, behind, MaskBlend.NONE);
    }
    List<InitPicture> images =
        IntStream.range(first, first + seeds.size()).mapToObj(pictures::of).toList();
    Tensor init = each(images, this::encoded);
    MaskBlend blend = MaskBlend.NONE;
    if (images.stream().anyMatch(it -> it.mask().isPresent())) {
      KeptLatents kept = new KeptLatents(init, each(images, this::drawn));
      replaceMasked(kept, seeds);
      boolean input = steps.sampler().keepsVariance();
      blend = input ? new InputBlend(kept) : new PredictionBlend(kept);
    }
    mix(noise, init, steps);
    return new Beginning(noise, images.stream().map(this::behind).toList(), blend);
  }

  private static Tensor images(Tensor all, int first, int count) {
    int size = all.rowSize();
    float[] values = Arrays.copyOfRange(all.data(), first * size, (first + count) * size);
    return Tensor.of(values, count, all.dim(1), all.dim(2), all.dim(3));
  }

  private void mix(Tensor noise, Tensor init, SamplerSteps steps) {
    double scale = steps.pictureScale();
    double noiseScale = scale * steps.levels().first() * request.get(ImageFields.NOISE_MULTIPLIER);
    mix(noise, noiseScale, init, scale);
  }

  private static void mix(Tensor noise, double noiseScale, Tensor init, double scale) {
    float[] data = noise.data();
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) noiseScale * data[i] + (float) scale * init.data()[i];
    }
  }

  /** One tensor of those of all images. */
  private static Tensor each(List<InitPicture> images, Function<InitPicture, Tensor> values) {
    List<Tensor> rows = images.stream().map(values).toList();
    int[] shape = rows.get(0).shape();
    shape[0] = rows.size();
    Tensor all = Tensor.zeros(shape);
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i).data(), 0, all.data(), i * all.rowSize(), all.rowSize());
    }
    return all;
  }

  private Tensor encoded(InitPicture picture) {
    return encoded.computeIfAbsent(
        picture,
        it -> {
          Tensor latents = networks.encode(colors(it.canvas()));
          int height = request.height() / 8;
          int width = request.width() / 8;
          return latents.dim(2) == height && latents.dim(3) == width
              ? latents
              : BilinearLatents.resize(latents, height, width);
        });
  }

  /** [1, 3, height, width] in 0..1. */
  private static Tensor colors(Picture picture) {
    return Tensor.of(picture.toTensor().data(), 1, 3, picture.height(), picture.width());
  }

  /** Which latents of a picture are drawn anew, [1, 1, height/8, width/8]. */
  private Tensor drawn(InitPicture picture) {
    int height = request.height() / 8;
    int width = request.width() / 8;
    boolean round = request.get(ImageFields.MASK_ROUND);
    float[] all = new float[height * width];
    Arrays.fill(all, 1);
    return Tensor.of(
        picture.mask().map(mask -> mask.values(width, height, round)).orElse(all),
        1,
        1,
        height,
        width);
  }

  /** Latent noise is drawn from the seeds alone: a variation changes only what comes on top. */
  private void replaceMasked(KeptLatents kept, List<ImageSeed> seeds) {
    MaskedContent content = request.get(ImageFields.MASKED_CONTENT);
    Tensor fresh = Tensor.like(kept.init());
    if (content == MaskedContent.LATENT_NOISE) {
      List<ImageSeed> plain =
          seeds.stream().map(seed -> new ImageSeed(seed.seed(), seed.seed(), 0)).toList();
      new ImageNoise(plain, 0, SAME_SIZE).first(fresh);
    } else if (content != MaskedContent.LATENT_NOTHING) {
      return;
    }
    kept.into(fresh, 1);
    kept.init().set(fresh);
  }

  private Tensor behind(InitPicture picture) {
    if (picture.mask().isEmpty() || !networks.inpaint()) {
      return behindNoPicture();
    }
    return behind.computeIfAbsent(
        picture,
        it -> {
          int height = request.height();
          int width = request.width();
          Picture canvas = ResizeMode.JUST_RESIZE.fit(it.canvas(), width, height);
          boolean round = request.get(ImageFields.MASK_ROUND);
          float[] mask = it.mask().orElseThrow().values(width, height, round);
          return networks.behindLatents(colors(canvas), Tensor.of(mask, height, width));
        });
  }

  /** A mask over all, under which nothing is seen of a picture; nothing for other models. */
  private Tensor behindNoPicture() {
    if (behindNoPicture == null) {
      int height = request.height();
      int width = request.width();
      behindNoPicture = Tensor.zeros(0, height / 8, width / 8);
      if (networks.inpaint()) {
        Tensor all = Tensor.zeros(height, width);
        Arrays.fill(all.data(), 1);
        behindNoPicture = networks.behindLatents(Tensor.zeros(1, 3, height, width), all);
      }
    }
    return behindNoPicture;
  }
}
