package dev.kiln.host.pipeline.pass;

import dev.kiln.host.model.Model;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.hook.NotFinite;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.spi.generate.Vae;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * The model's image codec in a pass: patched as the plugins plan it, with their interceptors around
 * it.
 */
record PassCodec(Model model, SessionPlans plans, VaeChain chain, RunControl control)
    implements Vae {
  @Override
  public String hash() {
    return model.hash(NetworkKind.VAE_DECODER);
  }

  @Override
  public int latentChannels() {
    return model.codec().channels();
  }

  @Override
  public Tensor encode(Tensor pictures) {
    int height = pictures.dim(2) / 8;
    int width = pictures.dim(3) / 8;
    Tensor latents = Tensor.zeros(pictures.dim(0), latentChannels(), height, width);
    for (int i = 0; i < pictures.dim(0); i++) {
      Tensor one = chain.encode(row(pictures, i), latentChannels(), this::encoded);
      System.arraycopy(one.data(), 0, latents.data(), i * one.size(), one.size());
    }
    return latents;
  }

  private Tensor encoded(Tensor picture) {
    Tensor scaled = picture.copy();
    float[] data = scaled.data();
    for (int i = 0; i < data.length; i++) {
      data[i] = 2 * data[i] - 1;
    }
    Tensor latents =
        planned(picture.dim(1) / 8, picture.dim(2) / 8)
            .use(
                NetworkKind.VAE_ENCODER,
                plan -> model.codec().encode(batch(scaled), plan, control));
    NotFinite.refuse(latents, "what the model encoded");
    return row(latents, 0);
  }

  /**
   * Decode one image.
   *
   * @param latents [images, channels, height/8, width/8]
   * @param image which of the images
   * @return [3, height, width], about 0..1
   */
  Tensor decode(Tensor latents, int image) {
    return chain.decode(row(latents, image), this::decoded);
  }

  private Tensor decoded(Tensor latents) {
    Tensor picture =
        planned(latents.dim(1), latents.dim(2))
            .use(
                NetworkKind.VAE_DECODER,
                plan -> model.codec().decode(batch(latents), 0, plan, control));
    if (NotFinite.in(picture)) {
      throw new NotFinite(
          "the model gave NaN instead of a picture; its weights may be damaged, or made for half"
              + " precision and overflow: try another model, sampler or a lower cfg scale");
    }
    float[] data = picture.data();
    for (int i = 0; i < data.length; i++) {
      data[i] = (data[i] + 1) / 2;
    }
    return picture;
  }

  /** The pass's plans, or those for a picture of another size. */
  private SessionPlans planned(int height, int width) {
    NetworkShape shape = plans.shape();
    return shape.latentHeight() == height && shape.latentWidth() == width
        ? plans
        : plans.ofPass(new NetworkShape(shape.rows(), height, width, shape.conditionTokens()));
  }

  @Override
  public Optional<Tensor> preview(Tensor latents) {
    return chain.preview(latents);
  }

  /** One entry of a batch, copied. */
  private static Tensor row(Tensor all, int index) {
    int size = all.rowSize();
    int[] shape = Arrays.copyOfRange(all.shape(), 1, all.rank());
    return Tensor.of(Arrays.copyOfRange(all.data(), index * size, (index + 1) * size), shape);
  }

  /** A batch of one, of the same values. */
  private static Tensor batch(Tensor one) {
    return Tensor.of(one.data(), 1, one.dim(0), one.dim(1), one.dim(2));
  }
}
