package dev.kiln.plugin.hiresfix;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.ImageCall;
import dev.kiln.spi.generate.LatentCall;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.Redrawing;
import dev.kiln.spi.generate.Redraws;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.generate.Resampling;
import dev.kiln.spi.hook.ImageHook;
import dev.kiln.spi.hook.LatentHook;
import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.host.Upscalers;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Plans the second pass when a request begins, and runs it: on latents between steps and decoding,
 * on pictures once they are decoded. Before all others, so that they see the large picture.
 */
@Extension
@Singleton
@HookOrder(phase = HookOrder.Phase.EARLY)
public final class HiresFix implements PromptProcessor, LatentHook, ImageHook {
  private final Upscalers upscalers;

  @Inject
  HiresFix(Upscalers upscalers) {
    this.upscalers = upscalers;
  }

  /** The first hook of a request: what is wrong is told before any work. The prompts stay. */
  @Override
  public Prompts process(Prompts prompts, RequestContext request) {
    request
        .options(HiresOptions.class)
        .filter(options -> options.enabled() && request.redraws() == Redraws.NOTHING)
        .ifPresent(options -> plan(options, request));
    return prompts;
  }

  private void plan(HiresOptions options, RequestContext request) {
    if (request.initPicture(0).isPresent()) {
      request.warn(
          "hires-fix: the picture begins with another one, so it is drawn once; ask for a larger"
              + " size instead");
      return;
    }
    Optional<LatentUpscale> latent = LatentUpscale.named(options.upscaler());
    if (latent.isEmpty()) {
      demandUpscaler(options.upscaler());
    }
    TargetSize target = TargetSize.of(request.width(), request.height(), options);
    HiresPlan plan = new HiresPlan(options, target, latent);
    request.keep(plan);
    new HiresText(plan).write(request);
  }

  private void demandUpscaler(String name) {
    try {
      upscalers.info(name);
    } catch (BadRequest e) {
      throw new BadRequest(
          "hires-fix: %s; or one of: %s"
              .formatted(e.getMessage(), String.join(", ", LatentUpscale.names())),
          e);
    }
  }

  @Override
  public void sampled(LatentCall call) {
    call.kept(HiresPlan.class)
        .filter(plan -> plan.latent().isPresent())
        .ifPresent(plan -> call.replace(sampledAgain(call, plan)));
  }

  private static Tensor sampledAgain(LatentCall call, HiresPlan plan) {
    TargetSize target = plan.target();
    Tensor enlarged =
        Cut.latents(
            plan.latent()
                .orElseThrow()
                .resize(call.latents(), target.enlargedHeight(), target.enlargedWidth()),
            target);
    return plan.enlargesAlone()
        ? enlarged
        : call.sampling()
            .sample(new Resampling(enlarged, plan.options().strength(), plan.settings()));
  }

  @Override
  public Picture drawn(ImageCall call) {
    return call.kept(HiresPlan.class)
        .filter(plan -> plan.latent().isEmpty())
        .map(plan -> drawnAgain(call, plan))
        .orElseGet(call::picture);
  }

  private Picture drawnAgain(ImageCall call, HiresPlan plan) {
    TargetSize target = plan.target();
    Picture enlarged =
        Cut.picture(
            upscalers.upscale(
                plan.options().upscaler(),
                call.picture(),
                TargetSize.LATENT * target.enlargedWidth(),
                TargetSize.LATENT * target.enlargedHeight(),
                (done, total) -> call.throwIfCancelled()),
            target);
    return plan.enlargesAlone()
        ? enlarged
        : call.sampling()
            .redraw(Redrawing.whole(enlarged, plan.options().strength(), plan.settings()));
  }
}
