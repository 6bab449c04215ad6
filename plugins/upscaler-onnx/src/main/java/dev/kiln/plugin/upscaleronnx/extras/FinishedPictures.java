package dev.kiln.plugin.upscaleronnx.extras;

import dev.kiln.plugin.upscaleronnx.Resamplers;
import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.ImageCall;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.ImageHook;
import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.host.Upscalers;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscalerInfo;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import org.pf4j.Extension;

/** Enlarges the pictures of a generation when all else is done. */
@Extension
@Singleton
@HookOrder(phase = HookOrder.Phase.LATE)
public final class FinishedPictures implements PromptProcessor, ImageHook {
  /** Of an upscaler that reaches any size. */
  private static final int USUAL_SCALE = 4;

  private final Upscalers upscalers;

  @Inject
  FinishedPictures(Upscalers upscalers) {
    this.upscalers = upscalers;
  }

  private record Plan(UpscalerInfo upscaler, double scale) {}

  /** The first hook of a request: a name that is unknown is told before any work. */
  @Override
  public Prompts process(Prompts prompts, RequestContext request) {
    request
        .options(UpscaleOptions.class)
        .filter(options -> !options.upscaler().isBlank())
        .filter(options -> !options.upscaler().equalsIgnoreCase(Resamplers.NONE))
        .ifPresent(options -> request.keep(plan(options)));
    return prompts;
  }

  private Plan plan(UpscaleOptions options) {
    UpscalerInfo upscaler = upscalers.info(options.upscaler());
    int own = upscaler.scale() == 0 ? USUAL_SCALE : upscaler.scale();
    return new Plan(upscaler, options.scale() == 0 ? own : options.scale());
  }

  @Override
  public Picture finished(ImageCall call) {
    return call.kept(Plan.class).map(plan -> enlarged(call, plan)).orElseGet(call::picture);
  }

  private Picture enlarged(ImageCall call, Plan plan) {
    call.infotext(
        "Postprocess upscale by",
        BigDecimal.valueOf(plan.scale()).stripTrailingZeros().toPlainString());
    call.infotext("Postprocess upscaler", plan.upscaler().name());
    Target target = Target.times(call.picture(), plan.scale());
    return upscalers.upscale(
        plan.upscaler().name(),
        call.picture(),
        target.width(),
        target.height(),
        (done, total) -> call.throwIfCancelled());
  }
}
