package dev.kiln.plugin.loopback;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.ImageCall;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.Redraws;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.ImageHook;
import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.tensor.Picture;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/**
 * Draws a finished picture again as the request drew the one that it began with, until all loops
 * are done. Before all others, so that they see the last one.
 */
@Extension
@Singleton
@HookOrder(phase = HookOrder.Phase.EARLY)
public final class Loopback implements PromptProcessor, ImageHook {
  @Inject
  Loopback() {}

  /** The first hook of a request. The prompts stay. */
  @Override
  public Prompts process(Prompts prompts, RequestContext request) {
    if (request.redraws() == Redraws.NOTHING) {
      request.options(LoopbackOptions.class).ifPresent(options -> plan(options, request));
    }
    return prompts;
  }

  private static void plan(LoopbackOptions options, RequestContext request) {
    if (request.initPicture(0).isEmpty()) {
      request.warn("loopback: there is no picture to begin with, so none is drawn on again");
    } else {
      options.describe(request);
      request.keep(options);
    }
  }

  @Override
  public Picture finished(ImageCall call) {
    return call.kept(LoopbackOptions.class)
        .map(options -> looped(call, options))
        .orElseGet(call::picture);
  }

  private static Picture looped(ImageCall call, LoopbackOptions options) {
    Picture picture = call.picture();
    for (int i = 1; i < options.loops(); i++) {
      call.throwIfCancelled();
      // As in webUI, all are shown where one picture is drawn, and else the last ones.
      if (call.pictures() == 1) {
        call.picture("loop " + i, picture);
      }
      int loop = i;
      picture = call.sampling().again(picture, strength -> options.strength(loop, strength), loop);
    }
    return picture;
  }
}
