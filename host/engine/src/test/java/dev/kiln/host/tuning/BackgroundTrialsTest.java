package dev.kiln.host.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.network.LayerOperators;
import dev.kiln.host.plugin.PluginContributions.OptimizerLine;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.TestingStore;
import dev.kiln.host.testing.TinyModel;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.AttentionLab.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundTrialsTest {
  private static final AttentionLab.Site LARGE = new AttentionLab.Site(2, 256, 256, 2, 16);
  private static final AttentionLab.Site SMALL = new AttentionLab.Site(2, 16, 77, 2, 16);
  private static final List<OptimizerLine> LINES =
      List.of(
          new OptimizerLine("a", "even", "build one of even", 2, true, List.of()),
          new OptimizerLine("b", "large", "build one of large", 1, true, List.of()));

  private static final TuningBudget BUDGET = new TuningBudget(60, 1L << 30, 1024 * 1024);

  @TempDir Path temp;
  private final FakeLab lab = new FakeLab();

  @Test
  void theLeastTimeOverAllSitesWins() {
    lab.takes("none", 8, 1);
    lab.takes("even", 4, 1);
    lab.takes("large", 1, 2);
    assertThat(measure(Map.of(LARGE, 1L, SMALL, 1L)))
        .isEqualTo(won("large", "attention takes 1/3.00 of the untouched graph's time"));
    assertThat(measure(Map.of(LARGE, 1L, SMALL, 5L)))
        .isEqualTo(won("even", "attention takes 1/1.44 of the untouched graph's time"));
  }

  @Test
  void theUntouchedGraphWinsWhereItIsTheFastest() {
    lab.takes("none", 1, 1);
    lab.takes("even", 2, 2);
    lab.takes("large", 2, 2);
    assertThat(measure(Map.of(LARGE, 1L)))
        .isEqualTo(won("none", "attention takes 1/1.00 of the untouched graph's time"));
  }

  @Test
  void whatIsFastByBeingWrongIsLeftOut() {
    lab.takes("none", 8, 1);
    lab.takes("even", 4, 1);
    lab.takes("large", 1, 1);
    lab.wrong = "large";
    assertThat(measure(Map.of(LARGE, 1L)).winner()).isEqualTo("even");
  }

  @Test
  void whatCannotRunAtOneSiteIsLeftOut() {
    lab.takes("none", 8, 1);
    lab.takes("even", 4, 1);
    lab.takes("large", 1, Double.NaN);
    assertThat(measure(Map.of(LARGE, 1L, SMALL, 1L)).winner()).isEqualTo("even");
  }

  @Test
  void anUntouchedGraphThatDoesNotFitIsNoYardstick() {
    lab.takes("none", Double.NaN, 1);
    lab.takes("even", 4, 1);
    lab.takes("large", 1, 1);
    assertThat(measure(Map.of(LARGE, 1L, SMALL, 1L)))
        .isEqualTo(
            won("large", "the fastest; an unfused graph needs more memory than there is for it"));
  }

  @Test
  void whereNothingCanRunItSaysWhyAndIsMeasuredAgain() {
    lab.takes("none", Double.NaN, 1);
    lab.takes("even", Double.NaN, 1);
    lab.takes("large", Double.NaN, 1);
    assertThat(measure(Map.of(LARGE, 1L)))
        .isEqualTo(
            new Measured(
                "",
                "at "
                    + LARGE
                    + " nothing that was tried could run:"
                    + " even: no room; large: no room; none: no room"));
    lab.takes("none", 8, 1);
    lab.takes("even", 4, 1);
    lab.takes("large", 2, 1);
    assertThat(measure(Map.of(LARGE, 1L)))
        .isEqualTo(won("large", "attention takes 1/4.00 of the untouched graph's time"));
    assertThat(lab.tried).containsExactly(LARGE, LARGE);
  }

  /** A shape that nobody could run says nothing of who is fastest in the others. */
  @Test
  void aShapeThatNobodyCouldRunIsNamedAndTheOthersDecide() {
    lab.takes("none", Double.NaN, 8);
    lab.takes("even", Double.NaN, 4);
    lab.takes("large", Double.NaN, 2);
    assertThat(measure(Map.of(LARGE, 1L, SMALL, 1L)))
        .isEqualTo(
            won(
                "large",
                "attention takes 1/4.00 of the untouched graph's time; but at "
                    + LARGE
                    + " nothing that was tried could run:"
                    + " even: no room; large: no room; none: no room"));
  }

  @Test
  void whereEachFailsSomewhereNoneWins() {
    lab.takes("none", Double.NaN, 1);
    lab.takes("even", 1, Double.NaN);
    lab.takes("large", 1, Double.NaN);
    assertThat(measure(Map.of(LARGE, 1L, SMALL, 1L)))
        .isEqualTo(won("", "none of those that were tried could run everywhere"));
  }

  @Test
  void theSitesOfAModelAreMeasuredOnceInTheBackground() throws InterruptedException {
    lab.takes("none", 8, 1);
    lab.takes("even", 4, 1);
    lab.takes("large", 1, 1);
    Measurements<Measured> known = known();
    try (ModelStore models = DefaultModel.store(temp);
        ModelStore.Lease lease = models.use("");
        BackgroundTrials trials = trials(known)) {
      Trialled what = new Trialled(lease.model().source(), 128, 128, LINES, List.of());
      int distinct = AttentionSites.of(lease.model().source(), List.of(), 128, 128).size();
      trials.begin(what);
      trials.begin(what);
      trials.begin(new Trialled(lease.model().source(), 128, 128, LINES.subList(0, 1), List.of()));
      assertThat(lab.done(distinct)).isTrue();
      Trialled wide = new Trialled(lease.model().source(), 136, 104, LINES, List.of());
      trials.begin(wide);
      assertThat(awaited(known, wide.key()).winner()).isEqualTo("large");
      assertThat(known.of(what.key())).map(Measured::winner).contains("large");
      assertThat(lab.tried)
          .hasSize(
              distinct + AttentionSites.of(lease.model().source(), List.of(), 136, 104).size());
    }
  }

  @Test
  void aModelWithoutAttentionIsNotMeasured() throws IOException, InterruptedException {
    lab.takes("none", 8, 1);
    lab.takes("even", 4, 1);
    lab.takes("large", 1, 1);
    Path folder = TinyModel.copyTo(temp.resolve("models"));
    TinyModel.withoutAttention(folder);
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    ModelCatalog catalog = new ModelCatalog(folder, hashes);
    Measurements<Measured> known = known();
    try (ModelStore models = TestingStore.of(catalog, hashes, temp);
        ModelStore.Lease lease = models.use("");
        ModelStore others = DefaultModel.store(temp);
        ModelStore.Lease other = others.use("");
        BackgroundTrials trials = trials(known)) {
      assertThat(AttentionSites.of(lease.model().source(), List.of(), 64, 64)).isEmpty();
      Trialled what = new Trialled(lease.model().source(), 64, 64, LINES, List.of());
      trials.begin(what);
      // They are taken in turn: when the next is measured, this one was looked at.
      Trialled next = new Trialled(other.model().source(), 128, 128, LINES, List.of());
      trials.begin(next);
      awaited(known, next.key());
      lab.tried.removeAll(AttentionSites.of(other.model().source(), List.of(), 128, 128).keySet());
      assertThat(known.of(what.key())).isEmpty();
      assertThat(lab.tried).isEmpty();
    }
  }

  @Test
  void aSizeAboveTheLargestIsNotMeasuredAndSaysSo() {
    Measurements<Measured> known = known();
    try (ModelStore models = DefaultModel.store(temp);
        ModelStore.Lease lease = models.use("");
        BackgroundTrials trials = trials(known)) {
      Trialled what = new Trialled(lease.model().source(), 1024, 1032, LINES, List.of());
      trials.begin(what);
      assertThat(known.of(what.key()))
          .contains(
              new Measured(
                  "",
                  "not measured, as 1024x1032 is more than the 1048576 pixels of --measure-size"));
    }
  }

  @Test
  void whenTheTimeIsOverItSaysHowFarItCameAndAnotherTimeGoesOnThere() {
    lab.takes("none", 8, 1);
    lab.takes("even", 4, 1);
    lab.takes("large", 1, 1);
    Map<TuningTask, Long> tasks = tasks(Map.of(LARGE, 1L, SMALL, 1L));
    lab.mostSites = 1;
    assertThat(tuner(known()).attention("key", tasks, BUDGET.allowance()))
        .isEqualTo(new Measured("", "1 of 2 shapes were measured in the 60 s that were allowed"));
    assertThat(known().of("key")).contains(new Measured("", "1 of 2 shapes are measured"));
    lab.mostSites = 2;
    assertThat(tuner(known()).attention("key", tasks, BUDGET.allowance()).winner())
        .isEqualTo("large");
    assertThat(lab.tried).hasSize(2);
  }

  @Test
  void whatIsFirstMeasuredForOneModelIsKnownForAllOfItsShape() {
    lab.takes("none", 8, 1);
    lab.takes("even", Double.NaN, 1);
    lab.takes("large", 1, 1);
    Measured first = measure(Map.of(LARGE, 1L));
    assertThat(measure(Map.of(LARGE, 1L))).isEqualTo(first);
    assertThat(lab.tried).containsExactly(LARGE);
  }

  private Measurements<Measured> known() {
    return new Measurements<>(temp.resolve("attention.json"), Measured.class);
  }

  private BackgroundTrials trials(Measurements<Measured> known) {
    return new BackgroundTrials(tuner(known));
  }

  private Tuner tuner(Measurements<Measured> known) {
    TuningMemory memory =
        new TuningMemory(
            known,
            new Measurements<>(temp.resolve("convolutions.json"), ConvolutionTimes.class),
            new Measurements<>(temp.resolve("operators.json"), TaskTimes.class));
    return new Tuner(lab::compare, model -> List.of(), memory, BUDGET, line -> {});
  }

  private static Map<TuningTask, Long> tasks(Map<AttentionLab.Site, Long> sites) {
    Map<TuningTask, Long> tasks = new LinkedHashMap<>();
    sites.forEach(
        (site, count) ->
            tasks.put(
                new TuningTask(
                    "attention", site, new SiteSubject(site, LayerOperators.EXPORTED), LINES),
                count));
    return tasks;
  }

  private Measured measure(Map<AttentionLab.Site, Long> sites) {
    return tuner(known()).attention("key", tasks(sites), BUDGET.allowance());
  }

  private static Measured won(String winner, String reason) {
    return new Measured(winner, "measured here: " + reason);
  }

  private static boolean whole(Measurements<Measured> known, String key) {
    return known.of(key).filter(it -> !it.winner().isEmpty()).isPresent();
  }

  private static Measured awaited(Measurements<Measured> known, String key)
      throws InterruptedException {
    for (int i = 0; i < 3000 && !whole(known, key); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return known.of(key).orElseThrow();
  }

  /** Seconds by optimizer, one for sites of many tokens and one for those of few. */
  private static final class FakeLab {
    private final Map<String, double[]> seconds = new HashMap<>();
    private String wrong = "";
    private int mostSites = Integer.MAX_VALUE;
    private final Queue<Record> tried = new ConcurrentLinkedQueue<>();

    void takes(String optimizer, double large, double small) {
      seconds.put(optimizer, new double[] {large, small});
    }

    /** Whether so many sites are tried within half a minute. */
    boolean done(int sites) throws InterruptedException {
      for (int i = 0; i < 3000 && tried.size() < sites; i++) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      return tried.size() >= sites;
    }

    List<Trial> compare(TuningTask task, Allowance allowance) {
      if (tried.size() == mostSites) {
        throw new BudgetSpent();
      }
      tried.add(task.shape());
      int at = ((AttentionLab.Site) task.shape()).tokens() > 100 ? 0 : 1;
      return task.names(AttentionLab.UNTOUCHED).stream()
          .map(name -> trial(name, seconds.get(name)[at]))
          .toList();
    }

    private Trial trial(String name, double took) {
      double difference = name.equals(wrong) ? 0.1 : 0;
      return new Trial(name, took, difference, "1/1 sites", Double.isNaN(took) ? "no room" : "");
    }
  }
}
