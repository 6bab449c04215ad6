package dev.kiln.host.pipeline.pass;

import dev.kiln.host.model.Model;
import dev.kiln.host.model.ResidentNetworks;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.condition.PatchedEncoder;
import dev.kiln.host.pipeline.condition.RequestWords;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.spi.generate.Prompts.TagScope;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Tensor;

/**
 * The networks that a request runs, as its plugins plan them: the model's, and those beside it. For
 * the generation's own thread.
 */
public final class RequestNetworks {
  private final Model model;
  private final ResidentNetworks beside;
  private final SessionPlans plans;
  private final VaeChain vae;
  private final RunControl control;
  private final MemoryDemand memory;

  /**
   * Asks for the memory of its runs before a network is opened.
   *
   * @param plans for the size of the request's pictures
   * @param vae what the plugins have around the image codec
   * @param control ends all runs
   * @throws dev.kiln.host.TooLarge when memory does not suffice
   */
  public RequestNetworks(
      Model model, ResidentNetworks beside, SessionPlans plans, VaeChain vae, RunControl control) {
    this.model = model;
    this.beside = beside;
    this.plans = plans;
    this.vae = vae;
    this.control = control;
    this.memory = new MemoryDemand(model, plans.fused() || model.source().computesInFloat32());
    memory.demand(plans.shape());
  }

  public PatchedEncoder encoder(TagScope scope, int clipSkip, RequestWords words) {
    return new PatchedEncoder(model, plans, control, scope, clipSkip, words);
  }

  /**
   * Make the decoder's session: what is wrong with it is told before the first step, not after the
   * last one.
   *
   * @throws dev.kiln.spi.BadRequest when it is missing or broken
   * @throws dev.kiln.host.TooLarge when memory does not suffice for it
   */
  public void openDecoder() {
    vae.open();
    demandDecoder(plans);
    plans.use(NetworkKind.VAE_DECODER, model.codec()::openDecoder);
  }

  private void demandDecoder(SessionPlans planned) {
    double share = planned.plan(NetworkKind.VAE_DECODER).recipe().memoryShare();
    memory.demandDecoder(planned.shape(), share);
  }

  /**
   * Encode pictures.
   *
   * @param pictures [n, 3, height, width] in 0..1
   * @return [n, channels, height/8, width/8]
   */
  public Tensor encode(Tensor pictures) {
    return new PassCodec(model, plans, vae, control).encode(pictures);
  }

  /** Whether the UNet's input has a mask and a masked picture behind the latents. */
  public boolean inpaint() {
    return model.unet().inpaints();
  }

  /** Whether the UNet's input has the latents of a picture behind its own. */
  public boolean edits() {
    return model.unet().edits();
  }

  /**
   * What an editing UNet's input has behind the latents of an image: the picture's, unscaled.
   *
   * @param latents of the picture, [1, channels, height/8, width/8]
   * @return [channels, height/8, width/8]
   */
  public Tensor behindEdited(Tensor latents) {
    Tensor unscaled = Tensor.zeros(latents.dim(1), latents.dim(2), latents.dim(3));
    for (int i = 0; i < unscaled.size(); i++) {
      unscaled.data()[i] = latents.data()[i] / model.codec().scale();
    }
    return unscaled;
  }

  /**
   * What an inpainting UNet's input has behind the latents of an image.
   *
   * @see Model#behindLatents
   */
  public Tensor behindLatents(Tensor picture, Tensor mask) {
    return model.behindLatents(picture, mask, this::encode);
  }

  /**
   * The networks of one pass, its UNet opened.
   *
   * @throws dev.kiln.host.TooLarge when memory does not suffice for its size
   */
  PassNetworks ofPass(PassSpec spec) {
    int rowsAtOnce = memory.rowsAtOnce(spec.rows());
    SessionPlans ofPass = plans.ofPass(spec.rows());
    demandDecoder(ofPass);
    PassUnet unet = new PassUnet(model, ofPass, spec.rows(), control, rowsAtOnce);
    ofPass.report(unet.report());
    PassCodec codec = new PassCodec(model, ofPass, vae, control);
    return new PassNetworks(unet, codec, beside, ofPass, control);
  }
}
