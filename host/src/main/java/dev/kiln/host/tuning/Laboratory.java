package dev.kiln.host.tuning;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.network.Operators;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.pipeline.AttentionWish;
import dev.kiln.host.pipeline.GenerationRequest;
import dev.kiln.host.pipeline.HookSource;
import dev.kiln.host.pipeline.HookSource.Hooks;
import dev.kiln.host.pipeline.NetworkPlans;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.host.AttentionLab;
import java.util.List;

/** Tries optimizers of attention on one site or on a whole network. Safe from any thread. */
public final class Laboratory implements AttentionLab {
  private final OrtRuntime runtime;
  private final ModelStore models;
  private final HookSource plugins;
  private final QuietTime quiet;
  private final long memory;

  /**
   * @param memory bytes that the scores of one attention may take
   */
  public Laboratory(
      OrtRuntime runtime, ModelStore models, HookSource plugins, QuietTime quiet, long memory) {
    this.runtime = runtime;
    this.models = models;
    this.plugins = plugins;
    this.quiet = quiet;
    this.memory = memory;
  }

  @Override
  public List<String> optimizers() {
    try (Hooks hooks = open()) {
      return names(hooks);
    }
  }

  static List<String> names(Hooks hooks) {
    return hooks.of(AttentionOptimizer.class).stream()
        .map(hook -> hook.extension().name())
        .sorted()
        .toList();
  }

  @Override
  public long memory() {
    return memory;
  }

  private Hooks open() {
    return plugins.open(GenerationRequest.of("").build());
  }

  @Override
  public List<Trial> site(Site site, List<String> optimizers, int rounds) {
    if (site.tokens() < 1 || site.keyTokens() < 1 || site.heads() < 1 || site.headSize() < 1) {
      throw new BadRequest("the attention " + site + " has a size below 1");
    }
    return compare(new SiteSubject(site, Operators.EXPORTED), optimizers, rounds);
  }

  @Override
  public List<Trial> unet(
      String model, int width, int height, List<String> optimizers, int rounds) {
    try (ModelStore.Lease lease = models.use(model)) {
      return compare(new UnetSubject(lease.model(), width, height), optimizers, rounds);
    }
  }

  private List<Trial> compare(Subject subject, List<String> optimizers, int rounds) {
    try (Hooks hooks = open();
        QuietTime.Span span = quiet.measuring()) {
      return new Trials(
              runtime,
              subject,
              name ->
                  new NetworkPlans(
                          hooks, new AttentionWish(name, true, memory, "measured"), subject.shape())
                      .plan(NetworkKind.UNET))
          .compare(optimizers, rounds);
    }
  }
}
