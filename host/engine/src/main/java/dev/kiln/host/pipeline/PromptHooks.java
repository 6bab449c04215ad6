package dev.kiln.host.pipeline;

import dev.kiln.host.pipeline.HookSource.Hook;
import dev.kiln.host.pipeline.HookSource.Hooks;
import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.Prompts.TagScope;
import dev.kiln.spi.hook.ConditionProcessor;
import dev.kiln.spi.hook.PromptProcessor;

/**
 * What a request is drawn from on its way through the plugins: first its texts, then what became of
 * them.
 */
final class PromptHooks {
  private final Hooks hooks;
  private final RequestState state;

  PromptHooks(Hooks hooks, RequestState state) {
    this.hooks = hooks;
    this.state = state;
  }

  /**
   * The texts as they are split into tokens.
   *
   * @throws dev.kiln.spi.BadRequest when a tag is left that no plugin took
   */
  Prompts texts(String prompt, String negative) {
    Prompts texts = new Prompts(prompt, negative, TagScope.PICTURE);
    for (Hook<PromptProcessor> hook : hooks.of(PromptProcessor.class)) {
      try {
        texts = hook.extension().process(texts, view(hook));
      } catch (RuntimeException e) {
        throw Attribution.of(e, hook.plugin(), "PromptProcessor.process");
      }
    }
    ExtraNetworks.demandNone(texts.prompt());
    return texts;
  }

  Conditions conditions(Conditions made) {
    Conditions conditions = made;
    for (Hook<ConditionProcessor> hook : hooks.of(ConditionProcessor.class)) {
      try {
        conditions = hook.extension().process(conditions, view(hook));
      } catch (RuntimeException e) {
        throw Attribution.of(e, hook.plugin(), "ConditionProcessor.process");
      }
    }
    return conditions;
  }

  private RequestView view(Hook<?> hook) {
    return new RequestView(hook.plugin(), hooks, state);
  }
}
