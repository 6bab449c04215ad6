package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.ConditionProcessor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** Looks at the weights of parts; attention mode: makes one sequence of tokens of all parts. */
@Extension
@Singleton
public final class JoinedConditions implements ConditionProcessor {
  @Inject
  JoinedConditions() {}

  @Override
  public Conditions process(Conditions conditions, RequestContext request) {
    if (RegionPlan.of(request).isPresent()) {
      conditions.parts().forEach(part -> Numbers.weight("a part of the prompt", part.weight()));
    }
    if (RegionPlan.attention(request).isEmpty()) {
      return conditions;
    }
    JoinedTokens tokens = JoinedTokens.of(conditions);
    tokens.weights().stream()
        .filter(weight -> weight < 0)
        .findFirst()
        .ifPresent(
            weight -> {
              throw new BadRequest(
                  "latent-couple: a part of the prompt has the weight %s; in attention mode weights are not below 0, so put it into the negative prompt"
                      .formatted(Numbers.text(weight)));
            });
    demandAlike(tokens, request);
    request.keep(tokens);
    return tokens.join(conditions);
  }

  /** One network with one set of maps draws all pictures. */
  private static void demandAlike(JoinedTokens tokens, RequestContext request) {
    if (!request.kept(JoinedTokens.class).orElse(tokens).equals(tokens)) {
      throw new BadRequest(
          "latent-couple: the prompts of the pictures differ in the lengths or weights of their parts, which in attention mode are the same for all pictures of a request; make a request for each, or use the classic mode");
    }
  }
}
