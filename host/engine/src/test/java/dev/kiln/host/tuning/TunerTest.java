package dev.kiln.host.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.graph.recipe.ConvolutionPlan;
import dev.kiln.host.model.ModelSource;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.NetworkFiles;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.plugin.PluginContributions.OptimizerLine;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.OnePlugin;
import dev.kiln.spi.Support;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.ConvolutionShape;
import dev.kiln.spi.graph.ConvolutionShape.Window;
import dev.kiln.spi.graph.ConvolutionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.ConvolutionOptimizer;
import dev.kiln.spi.host.AttentionLab.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Convolutions; attention's part is in {@link BackgroundTrialsTest}. */
class TunerTest {
  private static final ConvolutionShape SMALL = shape(8, 12);
  private static final ConvolutionShape LARGE = shape(8, 24);
  private static final List<OptimizerLine> LINES =
      List.of(new OptimizerLine("breaker", "again", "build one of again", 0, true, List.of()));
  private static final TuningBudget BUDGET = new TuningBudget(60, 1L << 30, 1024 * 1024);

  @TempDir Path temp;
  private final List<String> told = new ArrayList<>();

  private static ConvolutionShape shape(long channels, long side) {
    Window window =
        new Window(List.of(3L, 3L), List.of(1L, 1L), List.of(1L, 1L, 1L, 1L), List.of(1L, 1L), 1);
    return new ConvolutionShape(2, channels, channels, side, side, window);
  }

  private static TuningTask task(ConvolutionShape shape) {
    return new TuningTask(TuningTask.CONVOLUTION, shape, new ConvolutionSubject(shape), LINES);
  }

  /** The runtime's own, written once more. */
  private record Again(float factor) implements ConvolutionOptimizer {
    @Override
    public boolean dependsOnShape() {
      return true;
    }

    @Override
    public Support supports(ConvolutionSite site, NetworkContext network) {
      return Support.yes("it says so");
    }

    @Override
    public double gain(ConvolutionSite site, NetworkContext network) {
      return 1;
    }

    @Override
    public Value convolve(ConvolutionSite site, GraphEditor graph, NetworkContext network) {
      Attributes attributes = Attributes.ofList("pads", 1, 1, 1, 1);
      return graph.mul(graph.op("Conv", attributes, site.input(), site.weights()), factor);
    }
  }

  private Laboratory laboratory(ModelStore models, ConvolutionOptimizer optimizer) {
    return new Laboratory(
        OrtRuntime.open(),
        models,
        new OnePlugin("again", optimizer),
        List::of,
        new QuietTime(new MachineLock(temp.resolve("machine.lock"))),
        1 << 20);
  }

  @Test
  void convolutionsAreMeasuredByTheSameTrials() {
    try (ModelStore models = DefaultModel.store(temp)) {
      List<Trial> trials =
          laboratory(models, new Again(1)).compare(task(SMALL), 2, Allowance.unlimited());
      assertThat(trials).extracting(Trial::optimizer).containsExactly("none", "again");
      assertThat(trials).allSatisfy(trial -> assertThat(trial.seconds()).isPositive());
      assertThat(trials)
          .extracting(Trial::sites)
          .containsExactly("0/1 convolutions", "1/1 convolutions");
      assertThat(trials.get(1).difference()).isZero();
      Laboratory wrong = laboratory(models, new Again(2));
      assertThat(wrong.compare(task(SMALL), 1, Allowance.unlimited()).get(1).difference())
          .isEqualTo(1);
    }
  }

  @Test
  void theTimesOfAllShapesAreRememberedAndTheBudgetKept() {
    Map<TuningTask, Long> tasks = new LinkedHashMap<>();
    tasks.put(task(LARGE), 1L);
    tasks.put(task(SMALL), 4L);
    Map<String, Double> large = Map.of("none", 2.0, "again", 1.0);
    assertThat(tuner(1).convolutions(tasks, BUDGET.allowance()))
        .isEqualTo(
            new ConvolutionTimes(
                Map.of(ConvolutionPlan.key(LARGE), large),
                false,
                "1 of 2 shapes were measured in the 60 s that were allowed"));
    ConvolutionTimes all = tuner(2).convolutions(tasks, BUDGET.allowance());
    assertThat(all.whole()).isTrue();
    assertThat(all.seconds()).containsEntry(ConvolutionPlan.key(SMALL), large).hasSize(2);
    assertThat(told)
        .containsExactly(
            "convolution 8 to 8 at 24x24: again 1000.0 ms, none 2000.0 ms",
            "convolution 8 to 8 at 12x12: again 1000.0 ms, none 2000.0 ms");
  }

  /** One whose time ends after so many tasks; those of others do not count. */
  private Tuner tuner(int most) {
    return new Tuner(
        (task, allowance) -> {
          if (told.size() == most) {
            throw new BudgetSpent();
          }
          return List.of(
              new Trial("none", 2, 0, "0/1 convolutions", ""),
              new Trial("again", 1, 0, "1/1 convolutions", ""));
        },
        model -> List.of(),
        TuningMemory.in(temp),
        BUDGET,
        told::add);
  }

  /** What nobody could run is tried again; what one could not, is kept with its reason. */
  @Test
  void aShapeThatNobodyCouldRunIsMeasuredAgain() {
    Map<TuningTask, Long> tasks = Map.of(task(SMALL), 1L);
    ConvolutionTimes none = failing("none", "again").convolutions(tasks, BUDGET.allowance());
    assertThat(none)
        .isEqualTo(
            new ConvolutionTimes(
                Map.of(),
                false,
                "at 8 to 8 at 12x12 nothing that was tried could run: again: no room; none: no room"));
    ConvolutionTimes some = failing("again").convolutions(tasks, BUDGET.allowance());
    assertThat(some.whole()).isTrue();
    assertThat(told).contains("convolution 8 to 8 at 12x12: again: no room");
    told.clear();
    assertThat(failing().convolutions(tasks, BUDGET.allowance())).isEqualTo(some);
    assertThat(told).isEmpty();
    assertThat(TuningMemory.in(temp).times().of(task(SMALL).key()))
        .map(TaskTimes::failures)
        .contains("again: no room");
  }

  /** One whose trials of some candidates fail. */
  private Tuner failing(String... names) {
    return new Tuner(
        (task, allowance) ->
            Stream.of("none", "again")
                .map(
                    name ->
                        List.of(names).contains(name)
                            ? new Trial(name, Double.NaN, Double.NaN, "", "no room")
                            : new Trial(name, 1, 0, "1/1 convolutions", ""))
                .toList(),
        model -> List.of(),
        TuningMemory.in(temp),
        BUDGET,
        told::add);
  }

  @Test
  void thoseOfAModelComeInTheOrderOfWhatIsComputed() {
    try (ModelStore models = DefaultModel.store(temp);
        ModelStore.Lease lease = models.use("")) {
      Map<ConvolutionShape, Long> sites =
          ConvolutionSites.of(lease.model().source(), List.of(), 256, 256);
      assertThat(sites).isNotEmpty();
      List<Double> computed =
          sites.entrySet().stream()
              .map(it -> (double) it.getValue() * it.getKey().multiplications())
              .toList();
      assertThat(computed).isSortedAccordingTo((a, b) -> Double.compare(b, a));
      assertThat(sites.keySet())
          .allSatisfy(shape -> assertThat(shape.window().kernel()).contains(3L));
    }
  }

  /** Only what the model itself has not: the layers that read the hint. */
  @Test
  void thoseOfItsControlNetsAreMeasuredToo() {
    try (ModelStore models = DefaultModel.store(temp);
        ModelStore.Lease lease = models.use("")) {
      ModelSource model = lease.model().source();
      List<NetworkFiles> controlNets = models.catalog().controlNets(model);
      assertThat(controlNets).isNotEmpty();
      Map<ConvolutionShape, Long> own = ConvolutionSites.of(model, List.of(), 256, 256);
      Map<ConvolutionShape, Long> all = ConvolutionSites.of(model, controlNets, 256, 256);
      assertThat(all).containsAllEntriesOf(own).hasSizeGreaterThan(own.size());
      all.keySet().removeAll(own.keySet());
      assertThat(all).containsValue(1L);
      assertThat(AttentionSites.of(model, controlNets, 256, 256))
          .isEqualTo(AttentionSites.of(model, List.of(), 256, 256));
    }
  }
}
