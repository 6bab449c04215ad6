package dev.kiln.plugin.tokenmerging;

import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.PromptProcessor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.pf4j.Extension;

/** Says in the infotext what is done to the network: a patch has no request that it could tell. */
@Extension
@Singleton
public final class TokenMergingRequest implements PromptProcessor {
  @Inject
  TokenMergingRequest() {}

  @Override
  public Prompts process(Prompts prompts, RequestContext request) {
    request
        .options(TokenMergingOptions.class)
        .filter(TokenMergingOptions::acts)
        .ifPresent(options -> say(options, request));
    return prompts;
  }

  private static void say(TokenMergingOptions options, RequestContext request) {
    request.infotext("Token merging method", lower(options.method()));
    if (options.method() == MergeMethod.TOME) {
      request.infotext("Token merging ratio", Double.toString(options.ratio()));
      request.infotext("Token merging destination", lower(options.destination()));
    } else {
      request.infotext("Token merging factor", Integer.toString(options.factor()));
    }
    request.infotext("Token merging levels", Integer.toString(options.levels()));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
