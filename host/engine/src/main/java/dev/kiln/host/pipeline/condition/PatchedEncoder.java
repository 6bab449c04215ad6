package dev.kiln.host.pipeline.condition;

import dev.kiln.host.model.Model;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.spi.generate.EmbeddingKey;
import dev.kiln.spi.generate.Prompts.TagScope;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

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
  private final String hash;
  private final Map<List<String>, OptionalInt> partOf = new HashMap<>();

  public PatchedEncoder(
      Model model, SessionPlans plans, RunControl control, TagScope scope, int clipSkip) {
    this.model = model;
    this.plans = plans;
    this.control = control;
    this.scope = scope;
    this.clipSkip = clipSkip;
    this.hash = model.hash(NetworkKind.TEXT_ENCODER);
  }

  /**
   * What a chunk's embedding depends on.
   *
   * @param part of the prompt; empty for the negative prompt
   */
  EmbeddingKey key(OptionalInt part, List<Integer> ids) {
    OptionalInt asked = scope == TagScope.PART ? part : OptionalInt.empty();
    SessionPlan plan = plans.plan(NetworkKind.TEXT_ENCODER, asked);
    List<String> patches = plan.recipe().patchNames();
    if (partOf.putIfAbsent(patches, asked) == null) {
      model.textEncoder().warn(plan);
    }
    return new EmbeddingKey(hash, patches, ids, clipSkip);
  }

  /** The embedding of a key that {@link #key} made: [tokens, width]. */
  public Tensor encode(EmbeddingKey key) {
    return plans.use(
        NetworkKind.TEXT_ENCODER,
        partOf.get(key.patches()),
        plan -> model.textEncoder().encode(key.tokenIds(), key.clipSkip(), plan, control));
  }
}
