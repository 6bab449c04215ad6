package dev.kiln.host.pipeline.condition;

import dev.kiln.host.model.Model;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.model.TextEncoder;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.host.prompt.PromptChunk;
import dev.kiln.spi.generate.EmbeddingKey;
import dev.kiln.spi.generate.Prompts.TagScope;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The text encoder as the plugins of a request patch it: separately for each part of the prompt if
 * tags act only in their own part. For the generation's own thread.
 */
public final class PatchedEncoder {
  private final Model model;
  private final SessionPlans plans;
  private final RunControl control;
  private final TagScope scope;
  private final int clipSkip;
  private final RequestWords words;
  private final String hash;
  private final Map<EmbeddingKey, Asked> asked = new HashMap<>();
  private final Set<List<String>> heard = new HashSet<>();

  /** What a key stands for. */
  private record Asked(OptionalInt part, TextEncoder.Chunk chunk) {}

  public PatchedEncoder(
      Model model,
      SessionPlans plans,
      RunControl control,
      TagScope scope,
      int clipSkip,
      RequestWords words) {
    this.model = model;
    this.plans = plans;
    this.control = control;
    this.scope = scope;
    this.clipSkip = clipSkip;
    this.words = words;
    this.hash = model.hash(NetworkKind.TEXT_ENCODER);
  }

  /**
   * What a chunk's embedding depends on.
   *
   * @param part of the prompt; empty for the negative prompt
   */
  EmbeddingKey key(OptionalInt part, PromptChunk chunk) {
    OptionalInt scoped = scope == TagScope.PART ? part : OptionalInt.empty();
    SessionPlan plan = plans.plan(NetworkKind.TEXT_ENCODER, scoped);
    List<String> patches = new ArrayList<>(plan.recipe().patchNames());
    if (heard.add(List.copyOf(patches))) {
      model.textEncoder().warn(plan);
    }
    chunk.words().stream()
        .map(placed -> "word %s at %d".formatted(placed.word().fingerprint(), placed.at()))
        .forEach(patches::add);
    EmbeddingKey key = new EmbeddingKey(hash, patches, chunk.ids(), clipSkip);
    asked.putIfAbsent(key, new Asked(scoped, words.read(chunk)));
    return key;
  }

  /** The embedding of a key that {@link #key} made: [tokens, width]. */
  public Tensor encode(EmbeddingKey key) {
    Asked what = asked.get(key);
    return plans.use(
        NetworkKind.TEXT_ENCODER,
        what.part(),
        plan -> model.textEncoder().encode(what.chunk(), key.clipSkip(), plan, control));
  }
}
