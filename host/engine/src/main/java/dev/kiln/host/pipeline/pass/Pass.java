package dev.kiln.host.pipeline.pass;

import dev.kiln.host.pipeline.hook.Attribution;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.NotFinite;
import dev.kiln.host.pipeline.hook.RequestState;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.Progress;
import dev.kiln.host.sampler.OfferedSampler;
import dev.kiln.spi.event.PassBegan;
import dev.kiln.spi.event.PassEnded;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;

/**
 * One sampling pass over a batch of latents: opened with its UNet and its hooks, sampled once,
 * decoded, closed. What only the steps need ends with them, so that its memory serves the decoder
 * and what hooks report of the steps is known before a picture is finished. For the generation's
 * own thread.
 */
public final class Pass implements AutoCloseable {
  private final PassSpec spec;
  private final PassNetworks networks;
  private final Hooks hooks;
  private final RequestState state;
  private final PassHooks stepHooks;
  private final long began = System.nanoTime();

  /**
   * @throws dev.kiln.host.TooLarge when memory does not suffice for its size
   * @throws dev.kiln.spi.BadRequest when the request cannot be met
   */
  public Pass(PassSpec spec, RequestNetworks all, Hooks hooks, RequestState state) {
    this.spec = spec;
    this.networks = all.ofPass(spec);
    this.hooks = hooks;
    this.state = state;
    try {
      this.stepHooks =
          new PassHooks(
              hooks, plugin -> new PassView(plugin, hooks, state, spec, networks), spec.guidance());
    } catch (RuntimeException e) {
      networks.unet().close();
      throw e;
    }
    stepHooks.changing().filter(it -> !it.equals(OfferedSampler.HOST)).forEach(state::takesPart);
    hooks.fire(
        new PassBegan(
            state.job(), spec.images(), spec.width(), spec.height(), spec.steps().count()));
  }

  /** From noise to latents: the sampler asks the model, hooks are called. */
  public void sample(Progress progress, Cancellation cancellation) {
    boolean negativeUnused = stepHooks.guidedByHost() && spec.negativeUnused();
    StepClock clock = new StepClock(spec.steps().count(), spec.steps().evaluations());
    RowSet rows = new RowSet(clock, spec.conditions(), negativeUnused);
    try {
      ModelDenoiser model = new ModelDenoiser(spec, networks.unet(), stepHooks, clock, rows);
      sample(model, new PassRun(spec, model, clock, stepHooks, progress, cancellation), clock);
    } catch (StoppedEarly interrupted) {
      // The latents are the last prediction: what can be shown of the unfinished picture.
    } finally {
      stepsEnded();
    }
    spec.beginning().blend().end(spec.latents());
  }

  private void sample(ModelDenoiser model, PassRun run, StepClock clock) {
    OfferedSampler sampler = spec.steps().sampler();
    try {
      sampler.provider().create().sample(run);
      NotFinite.refuse(spec.latents(), "the latents");
    } catch (Throwable e) {
      if (model.threw(e) || sampler.plugin().equals(OfferedSampler.HOST)) {
        throw e;
      }
      throw Attribution.of(e, sampler.plugin(), "sampler " + sampler.info().name(), clock);
    }
  }

  /** [images, channels, height/8, width/8]: the result once it is sampled. */
  public Tensor latents() {
    return spec.latents();
  }

  /**
   * From latents to a picture.
   *
   * @param latents of any size: this pass's or others of its model
   */
  public Picture decode(Tensor latents, int image) {
    return networks.decode(latents, image);
  }

  private void stepsEnded() {
    stepHooks.close();
    networks.unet().close();
  }

  @Override
  public void close() {
    stepsEnded();
    hooks.fire(new PassEnded(state.job(), spec.images(), (System.nanoTime() - began) / 1e9));
  }
}
