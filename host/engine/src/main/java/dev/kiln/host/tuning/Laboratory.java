package dev.kiln.host.tuning;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.network.LayerOperators;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.hook.AttentionWish;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.host.AttentionLab;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** Measures attention optimizers on one site or on a whole network. Safe from any thread. */
public final class Laboratory implements AttentionLab, AutoCloseable {
  private final OrtRuntime runtime;
  private final ModelStore models;
  private final HookSource plugins;
  private final Supplier<List<String>> names;
  private final QuietTime quiet;
  private final long memory;
  private final RunControl control;
  private volatile boolean closed;

  /**
   * @param names of all optimizers that could be chosen; none need be awake
   * @param memory bytes that the scores of one attention may take
   */
  public Laboratory(
      OrtRuntime runtime,
      ModelStore models,
      HookSource plugins,
      Supplier<List<String>> names,
      QuietTime quiet,
      long memory) {
    this.runtime = runtime;
    this.models = models;
    this.plugins = plugins;
    this.names = names;
    this.quiet = quiet;
    this.memory = memory;
    this.control = new RunControl(runtime);
  }

  /**
   * End what runs and take nothing more; returns when it has ended, since the runtime must not be
   * taken down under a run. Safe from any thread.
   */
  @Override
  public void close() {
    closed = true;
    control.terminate();
    quiet.measuring().close();
  }

  @Override
  public List<String> optimizers() {
    return names.get().stream().sorted().toList();
  }

  @Override
  public long memory() {
    return memory;
  }

  /** The plugins as a request finds them that asks for an optimizer, which wakes it. */
  private Hooks open(String optimizer) {
    return plugins.open(GenerationRequest.of("").attention(optimizer).build());
  }

  @Override
  public List<Trial> site(Site site, List<String> optimizers, int rounds) {
    if (site.tokens() < 1 || site.keyTokens() < 1 || site.heads() < 1 || site.headSize() < 1) {
      throw new BadRequest("the attention " + site + " has a size below 1");
    }
    return compare(new SiteSubject(site, LayerOperators.EXPORTED), optimizers, rounds);
  }

  @Override
  public List<Trial> unet(
      String model, int width, int height, List<String> optimizers, int rounds) {
    try (ModelStore.Lease lease = models.use(model)) {
      return compare(new UnetSubject(lease.model(), width, height), optimizers, rounds);
    }
  }

  private List<Trial> compare(Subject subject, List<String> optimizers, int rounds) {
    Map<String, Hooks> opened = new LinkedHashMap<>();
    try (QuietTime.Span span = quiet.measuring()) {
      if (closed) {
        throw new CancellationException("the measurement was stopped");
      }
      optimizers.forEach(name -> opened.put(name, open(name)));
      return new Trials(runtime, control, subject, name -> plan(name, opened.get(name), subject))
          .compare(optimizers, rounds);
    } finally {
      opened.values().forEach(Hooks::close);
    }
  }

  private SessionPlan plan(String optimizer, Hooks hooks, Subject subject) {
    AttentionWish wish = new AttentionWish(optimizer, true, memory, "measured");
    return new SessionPlans(hooks, wish, subject.shape()).plan(NetworkKind.UNET);
  }
}
