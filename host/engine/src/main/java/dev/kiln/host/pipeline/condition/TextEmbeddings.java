package dev.kiln.host.pipeline.condition;

import dev.kiln.host.graph.recipe.GraphRecipe;
import dev.kiln.host.model.Model;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.hook.AttentionWish;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.RequestFacts;
import dev.kiln.host.pipeline.hook.RequestState;
import dev.kiln.host.pipeline.hook.RequestView;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.host.prompt.ParsedPrompt;
import dev.kiln.host.prompt.PromptParser;
import dev.kiln.host.prompt.StepRange;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.spi.generate.EmbeddingKey;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.host.Embeddings;
import java.util.LinkedHashSet;
import java.util.OptionalInt;
import java.util.Set;

/** Text embeddings outside a generation, of the default model, through all hooks. */
public final class TextEmbeddings implements Embeddings {
  /** Enough to meet every arm of a schedule and of an alternation. */
  private static final int EVALUATIONS = 100;

  /** An encoder is too small for the choice of its attention to matter. */
  private static final AttentionWish AS_EXPORTED =
      new AttentionWish(GraphRecipe.UNTOUCHED, true, 1L << 30, "outside of a generation");

  private final ModelStore models;
  private final HookSource plugins;

  public TextEmbeddings(ModelStore models, HookSource plugins) {
    this.models = models;
    this.plugins = plugins;
  }

  @Override
  public int embed(String prompt) {
    GenerationRequest request = GenerationRequest.of(prompt).build();
    try (ModelStore.Lease lease = models.use("");
        RunControl control = new RunControl(lease.model().runtime());
        Hooks hooks = plugins.open(request)) {
      Model model = lease.model();
      int side = model.nativeSize();
      RequestState state = new RequestState(RequestFacts.outside(side, model::hash));
      Prompts prompts = new PromptHooks(hooks, state).prompts(request);
      SessionPlans plans = new SessionPlans(hooks, AS_EXPORTED, SessionPlans.guided(8, 8), state);
      RequestWords words = new RequestWords(hooks, state, model);
      PatchedEncoder encoder =
          new PatchedEncoder(model, plans, control, prompts.scope(), request.clipSkip(), words);
      PromptParser parser =
          new PromptParser(
              model.source().tokenizer(),
              words.all(),
              request.emphasis(),
              StepRange.first(EVALUATIONS));
      Set<EmbeddingKey> keys = keys(parser.prompt(prompts.pictures().get(0).parts()), encoder);
      try (EmbeddingChain chain =
          new EmbeddingChain(
              hooks, plugin -> new RequestView(plugin, hooks, state), encoder::encode)) {
        keys.forEach(chain::embed);
      }
      return keys.size();
    }
  }

  private static Set<EmbeddingKey> keys(ParsedPrompt parsed, PatchedEncoder encoder) {
    Set<EmbeddingKey> keys = new LinkedHashSet<>();
    for (int part = 0; part < parsed.parts().size(); part++) {
      OptionalInt index = OptionalInt.of(part);
      parsed.parts().get(part).entries().stream()
          .flatMap(entry -> entry.chunks().stream())
          .forEach(chunk -> keys.add(encoder.key(index, chunk)));
    }
    return keys;
  }

  @Override
  public int width() {
    try (ModelStore.Lease lease = models.use("")) {
      return lease.model().textEncoder().width();
    }
  }

  @Override
  public EncoderCost cost() {
    try (ModelStore.Lease lease = models.use("")) {
      return lease.model().textEncoder().cost();
    }
  }
}
