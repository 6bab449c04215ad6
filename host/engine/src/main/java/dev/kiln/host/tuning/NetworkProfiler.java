package dev.kiln.host.tuning;

import dev.kiln.host.ScratchFolder;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.ProcessMemory;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.hook.AttentionWish;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.host.NetworkProfiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times networks by ONNX Runtime's profiler. Safe from any thread. */
public final class NetworkProfiler implements NetworkProfiles {
  private static final int LEAST_RUNS = 3;
  private static final int WARM_RUNS = 1;

  /** Copies of the scores that an exported graph holds at once: raw, scaled, their softmax. */
  private static final int COPIES = 3;

  private final OrtRuntime runtime;
  private final ModelStore models;
  private final HookSource plugins;
  private final QuietTime quiet;
  private final long memory;

  /**
   * @param memory bytes that the scores of one attention may take
   */
  public NetworkProfiler(
      OrtRuntime runtime, ModelStore models, HookSource plugins, QuietTime quiet, long memory) {
    this.runtime = runtime;
    this.models = models;
    this.plugins = plugins;
    this.quiet = quiet;
    this.memory = memory;
  }

  @Override
  public Profile unet(String model, int width, int height, String attention, double seconds) {
    try (ModelStore.Lease lease = models.use(model)) {
      return profile(new UnetSubject(lease.model(), width, height), attention, seconds);
    }
  }

  @Override
  public Profile block(Block block, String attention, double seconds) {
    return profile(new BlockSubject(block), attention, seconds);
  }

  @Override
  public Profile product(int size, double seconds) {
    return profile(new ProductSubject(size), "none", seconds);
  }

  private Profile profile(Subject subject, String attention, double seconds) {
    QuietTrials trials = new QuietTrials(runtime, quiet, Allowance.unlimited());
    try (Hooks hooks = plugins.open(GenerationRequest.of("").attention(attention).build())) {
      AttentionWish wish = new AttentionWish(attention, true, memory, "measured");
      SessionPlan plan = new SessionPlans(hooks, wish, subject.shape()).plan(NetworkKind.UNET);
      return trials.make(control -> run(subject, plan, seconds, control));
    }
  }

  private Profile run(Subject subject, SessionPlan plan, double seconds, RunControl control) {
    Graph graph = subject.graph();
    if (plan.recipe().apply(graph).attention().taken() == 0) {
      demandMemory(subject);
    }
    try (ScratchFolder folder = ScratchFolder.in(ScratchFolder.systemTemp())) {
      plan.wishes().profile(folder.resolve("run"));
      LayerKinds kinds = new LayerKinds(graph);
      try (InferenceSession network =
              InferenceSession.open(runtime, subject.file(), graph, plan.wishes());
          Binding binding = FilledBinding.of(network, subject)) {
        List<Double> runs = repeat(binding, seconds, control);
        List<NodeEvent> events = NodeEvent.read(network.endProfile());
        return new Profile(runs, Layers.of(events, runs.size() + WARM_RUNS, kinds));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Double> repeat(Binding binding, double seconds, RunControl control) {
    List<Double> runs = new ArrayList<>();
    binding.runOnce(control);
    double sum = 0;
    while (sum < seconds || runs.size() < LEAST_RUNS) {
      long start = System.nanoTime();
      binding.runOnce(control);
      runs.add((System.nanoTime() - start) / 1e9);
      sum += runs.get(runs.size() - 1);
    }
    return runs;
  }

  private static void demandMemory(Subject subject) {
    long need = COPIES * subject.scoreBytes();
    if (need > ProcessMemory.availableBytes()) {
      throw new BadRequest(
          String.format(Locale.ROOT, "it needs about %.1f GB, which are not free", need / 1e9));
    }
  }
}
