package dev.kiln.host.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.plugin.PluginContributions.OptimizerLine;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.TestingStore;
import dev.kiln.host.testing.TinyModel;
import dev.kiln.host.tuning.AttentionMeasurements.Measured;
import dev.kiln.host.tuning.MeasuredAttention.Trialled;
import dev.kiln.spi.host.AttentionLab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
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
          new OptimizerLine("a", "even", "build one of even", 2, List.of()),
          new OptimizerLine("b", "large", "build one of large", 1, List.of()));

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
        .isEqualTo(won("large", "the fastest; an unfused graph does not fit into memory"));
  }

  @Test
  void whereNothingCanRunTheGraphStaysAsItIs() {
    lab.takes("none", Double.NaN, 1);
    lab.takes("even", Double.NaN, 1);
    lab.takes("large", Double.NaN, 1);
    assertThat(measure(Map.of(LARGE, 1L)))
        .isEqualTo(won("none", "nothing that was tried could run"));
  }

  @Test
  void theSitesOfAModelAreMeasuredOnceInTheBackground() throws InterruptedException {
    lab.takes("none", 8, 1);
    lab.takes("even", 4, 1);
    lab.takes("large", 1, 1);
    AttentionMeasurements known = new AttentionMeasurements(temp.resolve("attention.json"));
    try (ModelStore models = DefaultModel.store(temp);
        ModelStore.Lease lease = models.use("");
        BackgroundTrials trials = new BackgroundTrials(lab, known)) {
      Trialled what = new Trialled(lease.model(), 128, 128, LINES);
      int distinct = AttentionSites.of(lease.model().source(), 128, 128).size();
      trials.begin(what);
      trials.begin(what);
      trials.begin(new Trialled(lease.model(), 128, 128, LINES.subList(0, 1)));
      assertThat(lab.done(distinct)).isTrue();
      Trialled wide = new Trialled(lease.model(), 136, 104, LINES);
      trials.begin(wide);
      assertThat(awaited(known, wide.key()).winner()).isEqualTo("large");
      assertThat(known.of(what.key())).map(Measured::winner).contains("large");
      assertThat(lab.tried)
          .hasSize(distinct + AttentionSites.of(lease.model().source(), 136, 104).size());
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
    AttentionMeasurements known = new AttentionMeasurements(temp.resolve("attention.json"));
    try (ModelStore models = TestingStore.of(catalog, hashes, temp);
        ModelStore.Lease lease = models.use("");
        ModelStore others = DefaultModel.store(temp);
        ModelStore.Lease other = others.use("");
        BackgroundTrials trials = new BackgroundTrials(lab, known)) {
      assertThat(AttentionSites.of(lease.model().source(), 64, 64)).isEmpty();
      Trialled what = new Trialled(lease.model(), 64, 64, LINES);
      trials.begin(what);
      // They are taken in turn: when the next is measured, this one was looked at.
      Trialled next = new Trialled(other.model(), 128, 128, LINES);
      trials.begin(next);
      awaited(known, next.key());
      lab.tried.removeAll(AttentionSites.of(other.model().source(), 128, 128).keySet());
      assertThat(known.of(what.key())).isEmpty();
      assertThat(lab.tried).isEmpty();
    }
  }

  private Measured measure(Map<AttentionLab.Site, Long> sites) {
    AttentionMeasurements known = new AttentionMeasurements(temp.resolve("attention.json"));
    try (BackgroundTrials trials = new BackgroundTrials(lab, known)) {
      return trials.measure(List.of("even", "large"), sites);
    }
  }

  private static Measured won(String winner, String reason) {
    return new Measured(winner, "measured here: " + reason);
  }

  private static Measured awaited(AttentionMeasurements known, String key)
      throws InterruptedException {
    for (int i = 0; i < 3000 && known.of(key).isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return known.of(key).orElseThrow();
  }

  /** Seconds by optimizer, one for sites of many tokens and one for those of few. */
  private static final class FakeLab implements AttentionLab {
    private final Map<String, double[]> seconds = new HashMap<>();
    private String wrong = "";
    private final Queue<Site> tried = new ConcurrentLinkedQueue<>();

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

    @Override
    public List<String> optimizers() {
      return List.of("even", "large");
    }

    @Override
    public long memory() {
      return 1 << 20;
    }

    @Override
    public List<Trial> site(Site site, List<String> optimizers, int rounds) {
      tried.add(site);
      int at = site.tokens() > 100 ? 0 : 1;
      return optimizers.stream()
          .map(
              name ->
                  new Trial(
                      name, seconds.get(name)[at], name.equals(wrong) ? 0.1 : 0, "1/1 sites", ""))
          .toList();
    }

    @Override
    public List<Trial> unet(
        String model, int width, int height, List<String> optimizers, int rounds) {
      throw new AssertionError("a whole network is not measured in the background");
    }
  }
}
