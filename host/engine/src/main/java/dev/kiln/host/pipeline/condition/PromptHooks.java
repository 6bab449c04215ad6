package dev.kiln.host.pipeline.condition;

import dev.kiln.host.pipeline.hook.Attribution;
import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.RequestState;
import dev.kiln.host.pipeline.hook.RequestView;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.generate.Prompt;
import dev.kiln.spi.generate.Prompt.Written;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.Prompts.TagScope;
import dev.kiln.spi.hook.ConditionProcessor;
import dev.kiln.spi.hook.PromptProcessor;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Passes the prompts of a request, and later its conditions, through the plugins. */
public final class PromptHooks {
  private final Hooks hooks;
  private final RequestState state;

  public PromptHooks(Hooks hooks, RequestState state) {
    this.hooks = hooks;
    this.state = state;
  }

  /**
   * The prompts of all pictures as they are split into tokens. The infotexts say what is written in
   * them.
   *
   * @throws dev.kiln.spi.BadRequest when a tag is left that no plugin took
   */
  public Prompts prompts(GenerationRequest request) {
    int pictures = state.facts().pictures();
    Prompts prompts = read(request, pictures);
    for (Hook<PromptProcessor> hook : hooks.of(PromptProcessor.class)) {
      try {
        Prompts before = prompts;
        prompts = hook.extension().process(prompts, view(hook));
        demandAll(prompts, pictures);
        note(hook, before, prompts);
      } catch (RuntimeException | Error e) {
        throw Attribution.of(e, hook.plugin(), "PromptProcessor.process");
      }
    }
    ExtraNetworks.demandNone(prompts);
    state.report().written(prompts.pictures().stream().map(Prompt::written).toList());
    return prompts;
  }

  private static Prompts read(GenerationRequest request, int pictures) {
    Map<Written, Prompt> read = new HashMap<>();
    Prompts prompts =
        new Prompts(
            IntStream.range(0, pictures)
                .mapToObj(request::written)
                .map(it -> read.computeIfAbsent(it, one -> Prompt.of(one.prompt(), one.negative())))
                .toList(),
            TagScope.PICTURE);
    return request.get(RequestFields.DISABLE_EXTRA_NETWORKS)
        ? prompts.map(ExtraNetworks::without)
        : prompts;
  }

  private static void demandAll(Prompts prompts, int pictures) {
    if (prompts.pictures().size() != pictures) {
      throw new PluginProblem(
          "it answers prompts for %d pictures, but the request makes %d"
              .formatted(prompts.pictures().size(), pictures));
    }
  }

  /** The conditions of one prompt as plugins change them. */
  public Conditions conditions(Conditions made) {
    Conditions conditions = made;
    for (Hook<ConditionProcessor> hook : hooks.of(ConditionProcessor.class)) {
      try {
        Conditions before = conditions;
        conditions = hook.extension().process(conditions, view(hook));
        note(hook, before, conditions);
      } catch (RuntimeException | Error e) {
        throw Attribution.of(e, hook.plugin(), "ConditionProcessor.process");
      }
    }
    return conditions;
  }

  private void note(Hook<?> hook, Object before, Object after) {
    if (!after.equals(before)) {
      state.takesPart(hook.plugin());
    }
  }

  private RequestView view(Hook<?> hook) {
    return new RequestView(hook.plugin(), hooks, state);
  }
}
