package dev.kiln.host.pipeline.pass;

import dev.kiln.host.model.Evaluation;
import dev.kiln.host.pipeline.hook.NotFinite;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.Row.Role;
import dev.kiln.spi.sampling.Denoiser;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model as samplers see it: plans the rows, runs them through hooks and network, lets the
 * guidance combine them.
 *
 * <p>Each image's rows are a separate run. On a CPU a larger batch gains at most 5 %, and this way
 * an image's bits do not depend on the rest of its batch.
 */
public final class ModelDenoiser implements Denoiser {
  private final PassUnet unet;
  private final Preconditioning preconditioning;
  private final StepClock clock;
  private final RowSet rows;
  private final PassHooks hooks;
  private final DenoiseChain chain;
  private final PictureGuidance pictureGuidance;
  private final GuidanceChain guidance;
  private final MaskBlend blend;
  private final List<Tensor> behind;
  private final Tensor blind;
  private final Evaluation[] byRows;
  private final Tensor uncond;
  private Evaluation current;
  private Tensor asked;
  private Tensor shown;
  private @Nullable Throwable failure;

  /**
   * @param spec of the pass
   */
  public ModelDenoiser(
      PassSpec spec, PassUnet unet, PassHooks hooks, StepClock clock, RowSet rows) {
    this.unet = unet;
    this.preconditioning = new Preconditioning(spec.steps().predicts(), spec.steps().table());
    this.clock = clock;
    this.rows = rows;
    this.hooks = hooks;
    this.blend = spec.beginning().blend();
    this.behind = spec.beginning().behind();
    this.blind = Tensor.like(behind.get(0));
    this.byRows = new Evaluation[rows.size() + 1];
    this.current = tensors(rows.size(), spec.latents());
    this.uncond = Tensor.like(spec.latents());
    this.asked = spec.latents();
    this.shown = spec.latents();
    this.chain =
        new DenoiseChain(
            hooks.interceptors(), clock, rows, List.copyOf(unet.variants()), this::runNetwork);
    this.pictureGuidance = new PictureGuidance(rows, spec.beginning().imageCfg());
    this.guidance =
        new GuidanceChain(
            hooks.guidance(),
            hooks.guidanceInterceptors(),
            clock,
            rows,
            spec.cfgScale(),
            spec.latents());
  }

  @Override
  public Tensor denoise(Tensor latents, double sigma) {
    clock.evaluationBegins(sigma);
    NotFinite.refuse(latents, "the latents");
    try {
      return evaluate(latents, sigma);
    } catch (Throwable e) {
      failure = e;
      throw e;
    }
  }

  /** Whether it failed with this itself: the sampler only let it through. */
  boolean threw(Throwable problem) {
    return problem == failure;
  }

  private Tensor evaluate(Tensor latents, double sigma) {
    rows.reset();
    hooks.filter(rows);
    rows.settle();
    current = tensors(rows.activeCount(), latents);
    Tensor seen = blend.input(latents, clock);
    layOut(seen, sigma);
    chain.run(current);
    Tensor combined = guidance.run(pictureGuidance.folded(current.denoised()), seen);
    blend.prediction(combined, latents, seen, clock);
    asked = latents;
    shown = seen;
    clock.evaluationEnded();
    return combined;
  }

  private Evaluation tensors(int count, Tensor latents) {
    if (byRows[count] == null) {
      byRows[count] = new Evaluation(count, latents);
    }
    return byRows[count];
  }

  private void layOut(Tensor latents, double sigma) {
    int size = latents.rowSize();
    float[] x = latents.data();
    float[] sample = current.sample().data();
    float inputScale = preconditioning.inputScale(sigma);
    for (int row = 0; row < rows.activeCount(); row++) {
      Row it = rows.active(row);
      int from = it.image() * size;
      int to = row * size;
      for (int i = 0; i < size; i++) {
        sample[to + i] = x[from + i] * inputScale;
      }
      current.conditions()[row] = rows.condition(row);
      current.behind()[row] = it.role() == Role.BLIND ? blind : behind.get(it.image());
    }
    current.timestep(preconditioning.timestep(sigma));
  }

  /** The end of the chain: rows of one image and one number of tokens together, if asked for. */
  private void runNetwork() {
    current.given().begin();
    int first = 0;
    for (int row = 1; row <= rows.activeCount(); row++) {
      if (row == rows.activeCount() || !together(first, row)) {
        if (chain.asks(first)) {
          unet.evaluate(chain.variant(), current, first, row - first);
          preconditioning.denoise(current, clock.sigma(), first, row - first);
        }
        first = row;
      }
    }
    if (NotFinite.in(current.denoised())) {
      throw new NotFinite(
          "the model gave NaN or infinity at step %d of %d; its weights may be damaged, or made for half precision and overflow: try another model, sampler or a lower cfg scale"
              .formatted(clock.step() + 1, clock.steps()));
    }
  }

  private boolean together(int a, int b) {
    Tensor[] conditions = current.conditions();
    return rows.active(a).image() == rows.active(b).image()
        && chain.asks(a) == chain.asks(b)
        && conditions[a].dim(0) == conditions[b].dim(0);
  }

  @Override
  public Tensor uncond() {
    int size = uncond.rowSize();
    int filled = -1;
    for (int row = 0; row < rows.activeCount(); row++) {
      Row it = rows.active(row);
      if (it.role() != Role.COND || it.image() > filled) {
        System.arraycopy(
            current.denoised().data(), row * size, uncond.data(), it.image() * size, size);
        filled = it.image();
      }
    }
    blend.prediction(uncond, asked, shown, clock);
    return uncond;
  }
}
