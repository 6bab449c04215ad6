package dev.kiln.host.pipeline;

import dev.kiln.host.model.Model;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.NetworkPlan;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.HookSource.Hooks;
import dev.kiln.host.prompt.ClipTokenizer;
import dev.kiln.host.prompt.ParsedPrompt;
import dev.kiln.host.prompt.PromptParser;
import dev.kiln.spi.generate.EmbeddingKey;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.host.Embeddings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Text embeddings outside a generation, of the default model, through all hooks. */
public final class TextEmbeddings implements Embeddings {
  /** Enough to meet every arm of a schedule and of an alternation. */
  private static final int EVALUATIONS = 100;

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
      Report report = new Report();
      Model model = lease.model();
      NetworkPlan plan = NetworkPlan.plain(NetworkKind.TEXT_ENCODER);
      Set<EmbeddingKey> keys = keys(request, model);
      try (EmbeddingChain chain =
          new EmbeddingChain(
              hooks,
              plugin -> new ConditioningView(plugin, hooks, report),
              (ids, clipSkip) -> model.textEncoder().encode(ids, clipSkip, plan, control))) {
        keys.forEach(chain::embed);
      }
      return keys.size();
    }
  }

  private static Set<EmbeddingKey> keys(GenerationRequest request, Model model) {
    ClipTokenizer tokenizer = model.source().tokenizer();
    ParsedPrompt parsed =
        new PromptParser(tokenizer, request.emphasis(), EVALUATIONS).prompt(request.prompt());
    String encoder = model.hash(NetworkKind.TEXT_ENCODER);
    Set<EmbeddingKey> keys = new LinkedHashSet<>();
    parsed.parts().stream()
        .flatMap(part -> part.entries().stream())
        .flatMap(entry -> entry.chunks().stream())
        .forEach(
            chunk ->
                keys.add(new EmbeddingKey(encoder, List.of(), chunk.ids(), request.clipSkip())));
    return keys;
  }

  @Override
  public EncoderCost cost() {
    try (ModelStore.Lease lease = models.use("")) {
      return lease.model().textEncoder().cost();
    }
  }
}
