package dev.kiln.plugin.hypertile;

import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.PromptProcessor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** Says in the infotext what is done to the network: a patch has no request that it could tell. */
@Extension
@Singleton
public final class HypertileRequest implements PromptProcessor {
  @Inject
  HypertileRequest() {}

  @Override
  public Prompts process(Prompts prompts, RequestContext request) {
    request
        .options(HypertileOptions.class)
        .filter(HypertileOptions::acts)
        .ifPresent(options -> say(options, request));
    return prompts;
  }

  private static void say(HypertileOptions options, RequestContext request) {
    request.infotext("Hypertile levels", Integer.toString(options.levels()));
    request.infotext("Hypertile tile size", Integer.toString(options.tile()));
    request.infotext("Hypertile swap size", Integer.toString(options.swap()));
    request.infotext("Hypertile seed", Integer.toString(options.seed()));
  }
}
