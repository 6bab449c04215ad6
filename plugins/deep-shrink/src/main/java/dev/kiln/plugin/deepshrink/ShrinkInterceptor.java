package dev.kiln.plugin.deepshrink;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.DenoiseInterceptor;

/** Runs the shrunk network while the time is between both fractions, which count from all noise. */
final class ShrinkInterceptor implements DenoiseInterceptor {
  /** The model's time at which there is nothing but noise. */
  private static final double ALL = 999;

  private final DeepShrinkOptions options;
  private final PassContext pass;
  private int calls;
  private int shrunk;

  ShrinkInterceptor(DeepShrinkOptions options, PassContext pass) {
    this.options = options;
    this.pass = pass;
  }

  @Override
  public void intercept(DenoiseCall call) {
    calls++;
    if (shrinks(call.timestep())) {
      shrunk++;
      call.proceed(ShrinkPatch.SHRUNK);
    } else {
      call.proceed();
    }
  }

  private boolean shrinks(double timestep) {
    return timestep <= (1 - options.start()) * ALL && timestep >= (1 - options.end()) * ALL;
  }

  @Override
  public void close() {
    pass.infotext("Deep shrink", shrunk + " of " + calls);
    pass.infotext("Deep shrink block", Integer.toString(options.block()));
    pass.infotext("Deep shrink start", Double.toString(options.start()));
    pass.infotext("Deep shrink end", Double.toString(options.end()));
    // Without these the picture could not be made again.
    if (options.factor() != 2) {
      pass.infotext("Deep shrink factor", Double.toString(options.factor()));
    }
    if (!options.afterSkip()) {
      pass.infotext("Deep shrink after skip", "false");
    }
    if (options.downscale() != Resizing.BICUBIC) {
      pass.infotext("Deep shrink downscale", options.downscale().label());
    }
    if (options.upscale() != Resizing.BICUBIC) {
      pass.infotext("Deep shrink upscale", options.upscale().label());
    }
  }
}
