package dev.kiln.plugin.freeu;

import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.PromptProcessor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** Says in the infotext what is done to the network: a patch has no request that it could tell. */
@Extension
@Singleton
public final class FreeURequest implements PromptProcessor {
  @Inject
  FreeURequest() {}

  @Override
  public Prompts process(Prompts prompts, RequestContext request) {
    request
        .options(FreeUOptions.class)
        .filter(options -> !options.neutral())
        .ifPresent(options -> say(options, request));
    return prompts;
  }

  private static void say(FreeUOptions options, RequestContext request) {
    request.infotext("FreeU b1", Double.toString(options.b1()));
    request.infotext("FreeU b2", Double.toString(options.b2()));
    request.infotext("FreeU s1", Double.toString(options.s1()));
    request.infotext("FreeU s2", Double.toString(options.s2()));
  }
}
