package dev.kiln.host.tuning;

import dev.kiln.host.model.ModelSource;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.NetworkFiles;
import dev.kiln.host.network.LayerOperators;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.ConvolutionShape;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Tries optimizers of attention on one site or on a whole network, a trial at a time and none
 * beside a generation. Safe from any thread.
 */
public final class Laboratory implements AttentionLab, AutoCloseable {
  private final OrtRuntime runtime;
  private final ModelStore models;
  private final HookSource plugins;
  private final Supplier<List<String>> names;
  private final QuietTime quiet;
  private final long memory;

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
  }

  /**
   * End what runs and take nothing more; returns when it has ended, since the runtime must not be
   * taken down under a run.
   */
  @Override
  public void close() {
    quiet.close();
  }

  @Override
  public List<String> optimizers() {
    return names.get().stream().sorted().toList();
  }

  @Override
  public long memory() {
    return memory;
  }

  @Override
  public void demandModel(String model) {
    models.catalog().choose(model);
  }

  @Override
  public List<Trial> site(Site site, List<String> optimizers, int rounds) {
    if (site.tokens() < 1 || site.keyTokens() < 1 || site.heads() < 1 || site.headSize() < 1) {
      throw new BadRequest("the attention " + site + " has a size below 1");
    }
    SiteSubject subject = new SiteSubject(site, LayerOperators.EXPORTED);
    return compare(subject, optimizers, rounds, Allowance.unlimited());
  }

  @Override
  public List<Trial> unet(
      String model, int width, int height, List<String> optimizers, int rounds) {
    try (ModelStore.Lease lease = models.use(model)) {
      UnetSubject subject = new UnetSubject(lease.model(), width, height);
      return compare(subject, optimizers, rounds, Allowance.unlimited());
    }
  }

  @Override
  public List<NetworkTrial> network(
      Path file, Map<String, Tensor> inputs, List<String> optimizers, int rounds) {
    FileSubject subject = FileSubject.of(file, inputs);
    return trials(subject, Allowance.unlimited()).compare(optimizers, rounds);
  }

  @Override
  public boolean generating() {
    return quiet.hasGenerations();
  }

  /**
   * Measure within what is allowed.
   *
   * @throws BudgetSpent when the time is over
   */
  List<Trial> compare(TuningTask task, int rounds, Allowance allowance) {
    Candidates candidates =
        task.shape() instanceof ConvolutionShape shape
            ? new ConvolutionCandidates(plugins, task.candidates(), shape)
            : attention(allowance);
    return results(
        new Trials(quiet(allowance), task.subject(), candidates)
            .compare(task.names(UNTOUCHED), rounds));
  }

  /** The ControlNets there are that go with a model. */
  List<NetworkFiles> controlNets(ModelSource model) {
    return models.catalog().controlNets(model);
  }

  List<Trial> compare(Subject subject, List<String> optimizers, int rounds, Allowance allowance) {
    return results(trials(subject, allowance).compare(optimizers, rounds));
  }

  private static List<Trial> results(List<NetworkTrial> trials) {
    return trials.stream().map(NetworkTrial::trial).toList();
  }

  private Trials trials(Subject subject, Allowance allowance) {
    return new Trials(quiet(allowance), subject, attention(allowance));
  }

  private Candidates attention(Allowance allowance) {
    long most = Math.min(memory, allowance.bytes() / Trials.COPIES);
    return new AttentionCandidates(plugins, most);
  }

  private QuietTrials quiet(Allowance allowance) {
    return new QuietTrials(runtime, quiet, allowance);
  }
}
