package dev.kiln.host.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.network.LayerOperators;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.pipeline.hook.AttentionWish;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.OnePlugin;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.host.AttentionLab.Site;
import dev.kiln.spi.host.AttentionLab.Trial;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Optimizers that a test makes up, on real small attentions. */
class LaboratoryTest {
  private static final Site SELF = new Site(2, 64, 64, 2, 16);
  private static final Site CROSS = new Site(2, 35, 77, 2, 16);
  private static final double TOLERANCE = 1e-5;

  @TempDir static Path temp;
  private static ModelStore models;

  @BeforeAll
  static void open() {
    models = DefaultModel.store(temp);
  }

  @AfterAll
  static void close() {
    models.close();
  }

  @Test
  void theUntouchedGraphDiffersFromItselfByNothing() {
    for (Site site : List.of(SELF, CROSS)) {
      Trial trial = lab("exact", LaboratoryTest::fused).site(site, List.of("none"), 2).get(0);
      assertThat(trial.optimizer()).isEqualTo("none");
      assertThat(trial.seconds()).isPositive();
      assertThat(trial.difference()).isZero();
      assertThat(trial.reason()).isEmpty();
    }
  }

  @Test
  void anExactOptimizerTakesTheSiteAndGivesTheSame() {
    for (Site site : List.of(SELF, CROSS)) {
      List<Trial> trials =
          lab("exact", LaboratoryTest::fused).site(site, List.of("none", "exact"), 2);
      assertThat(trials).extracting(Trial::optimizer).containsExactly("none", "exact");
      assertThat(trials.get(1).sites()).isEqualTo("1/1 sites");
      assertThat(trials.get(1).seconds()).isPositive();
      assertThat(trials.get(1).difference()).isBetween(0.0, TOLERANCE);
      assertThat(trials.get(1).reason()).isEmpty();
    }
  }

  @Test
  void withoutTheUntouchedGraphThereIsNoDifference() {
    Trial trial = lab("exact", LaboratoryTest::fused).site(SELF, List.of("exact"), 1).get(0);
    assertThat(trial.seconds()).isPositive();
    assertThat(trial.difference()).isNaN();
  }

  @Test
  void aWholeNetworkIsMeasuredToo() {
    List<Trial> trials =
        lab("exact", LaboratoryTest::fused).unet("", 136, 104, List.of("none", "exact"), 1);
    assertThat(trials.get(1).sites()).isEqualTo("14/14 sites");
    assertThat(trials.get(1).difference()).isBetween(0.0, TOLERANCE);
  }

  @Test
  void aModelThatIsNotThereIsRefusedBeforeAnyWork() {
    Laboratory lab = lab("exact", LaboratoryTest::fused);
    int opened = models.size();
    lab.demandModel("");
    assertThatThrownBy(() -> lab.demandModel("none"))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("unknown model \"none\"; in ");
    assertThat(models.size()).isEqualTo(opened);
  }

  @Test
  void oneThatThrowsIsToldWithItsPluginAndSite() {
    Trial trial =
        measured(
            (site, graph) -> {
              throw new IllegalStateException("no idea");
            });
    assertThat(trial.reason()).isEqualTo("plugin 'breaker' failed in attention /attn1: no idea");
  }

  @Test
  void oneWhoseGraphDoesNotOpenIsToldWithTheOperator() {
    assertThat(measured((site, graph) -> graph.op("com.microsoft.NoSuch", site.query())).reason())
        .contains("com.microsoft:NoSuch");
  }

  @Test
  void oneOfAWrongShapeIsTold() {
    assertThat(measured((site, graph) -> graph.slice(site.query(), 2, 0, 3)).reason()).isNotEmpty();
  }

  @Test
  void oneThatGivesNoNumbersIsNotMeasured() {
    Trial trial = measured((site, graph) -> graph.mul(site.query(), graph.constant(Float.NaN)));
    assertThat(trial.reason()).isEqualTo("its output holds NaN");
  }

  @Test
  void oneThatRefusesASiteSaysWhyAndTakesTheTimeOfTheUntouchedGraph() {
    Made made = new Made("exact", Support.no("it is too small"), LaboratoryTest::fused);
    Trial trial = lab(made).site(SELF, List.of("none", "exact"), 1).get(1);
    assertThat(trial.sites()).isEqualTo("0/1 sites");
    assertThat(trial.reason()).isEqualTo("exact: it is too small");
    assertThat(trial.seconds()).isPositive();
    assertThat(trial.difference()).isZero();
  }

  @Test
  void aNameThatNobodyHasIsTold() {
    Trial trial = lab("exact", LaboratoryTest::fused).site(SELF, List.of("gone"), 1).get(0);
    assertThat(trial.reason())
        .isEqualTo("unknown attention optimizer \"gone\"; there are: exact, none and automatic");
    assertThat(trial.seconds()).isNaN();
  }

  @Test
  void scoresThatDoNotFitIntoMemoryAreNotTried() {
    Site huge = new Site(2, 4_000_000, 4_000_000, 8, 2);
    Trial trial = lab("exact", LaboratoryTest::fused).site(huge, List.of("none"), 1).get(0);
    assertThat(trial.reason()).isEqualTo("it needs about 3072000.0 GB, which are not free");
    assertThat(trial.seconds()).isNaN();
  }

  @Test
  void scoresThatTakeMoreThanIsAllowedAreNotTried() {
    SiteSubject large = new SiteSubject(new Site(2, 4096, 4096, 2, 2), LayerOperators.EXPORTED);
    List<Trial> trials =
        lab("exact", LaboratoryTest::fused)
            .compare(
                large, List.of("none", "exact"), 1, new Allowance(Long.MAX_VALUE, 100_000_000));
    assertThat(trials.get(0).reason())
        .isEqualTo("it needs about 0.8 GB; --measure-memory allows 0.1");
    assertThat(trials.get(1).seconds()).isPositive();
  }

  @Test
  void whenTheTimeEndsARoundThatIsWholeCountsAndOneThatIsNotDoesNot() {
    SiteSubject self = new SiteSubject(SELF, LayerOperators.EXPORTED);
    Laboratory lab = lab("exact", LaboratoryTest::fused);
    // One trial takes more than a nanosecond, and the time is looked at before each.
    Allowance one = new Allowance(1, 1L << 30);
    assertThat(lab.compare(self, List.of("none"), 1000, one).get(0).seconds()).isPositive();
    assertThatThrownBy(
            () -> lab.compare(self, List.of("none", "exact"), 1, new Allowance(1, 1L << 30)))
        .isInstanceOf(BudgetSpent.class);
  }

  @Test
  void aSizeBelowOneIsRefused() {
    assertThatThrownBy(
            () -> lab("exact", LaboratoryTest::fused).site(new Site(2, 0, 1, 1, 1), List.of(), 1))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "the attention Site[rows=2, tokens=0, keyTokens=1, heads=1, headSize=1] has a size"
                + " below 1");
  }

  @Test
  void aSiteSubjectIsOneSiteOfTheShapeThatWasAskedFor() {
    for (Site site : List.of(SELF, CROSS)) {
      SiteSubject subject = new SiteSubject(site, LayerOperators.EXPORTED);
      Graph graph = subject.graph();
      NetworkShape shape = subject.shape();
      assertThat(shape.latentHeight() * shape.latentWidth()).isEqualTo(site.tokens());
      AttentionWish wish = new AttentionWish("exact", true, 1, "");
      Made made = new Made("exact", Support.yes(""), LaboratoryTest::fused);
      SessionPlan plan =
          new SessionPlans(new OnePlugin("exact", made), wish, shape).plan(NetworkKind.UNET);
      assertThat(plan.recipe().apply(graph).attention().summary()).isEqualTo("1/1 sites");
    }
  }

  @Test
  void theDefaultModelHasFourteenSites() {
    try (ModelStore.Lease lease = models.use("")) {
      Map<Site, Long> sites = AttentionSites.of(lease.model().source(), List.of(), 128, 128);
      assertThat(sites.values().stream().mapToLong(it -> it).sum()).isEqualTo(14);
      assertThat(sites.keySet()).extracting(Site::rows).containsOnly(2);
      assertThat(sites.keySet()).extracting(Site::keyTokens).contains(77);
      assertThat(sites.keySet())
          .allSatisfy(site -> assertThat(site.keyTokens()).isIn(77, site.tokens()));
    }
  }

  private static Value fused(AttentionSite site, GraphEditor graph) {
    return graph.op(
        "com.microsoft.MultiHeadAttention",
        Attributes.of("num_heads", site.heads()).and("scale", site.scale()),
        site.query(),
        site.key(),
        site.value());
  }

  /** The trial of a broken one; the untouched graph beside it is well. */
  private static Trial measured(BiFunction<AttentionSite, GraphEditor, Value> attention) {
    List<Trial> trials = lab("broken", attention).site(SELF, List.of("none", "broken"), 2);
    assertThat(trials.get(0).reason()).isEmpty();
    assertThat(trials.get(1).seconds()).isNaN();
    assertThat(trials.get(1).difference()).isNaN();
    return trials.get(1);
  }

  private static Laboratory lab(
      String name, BiFunction<AttentionSite, GraphEditor, Value> attention) {
    return lab(new Made(name, Support.yes("it says so"), attention));
  }

  private static Laboratory lab(Made made) {
    return new Laboratory(
        OrtRuntime.open(),
        models,
        new OnePlugin(made.name, made),
        () -> List.of(made.name),
        new QuietTime(new MachineLock(Path.of("target", "laboratory.lock"))),
        1 << 20);
  }

  private record Made(
      String name, Support support, BiFunction<AttentionSite, GraphEditor, Value> attention)
      implements AttentionOptimizer {
    @Override
    public Support supports(AttentionSite site, NetworkContext network) {
      return support;
    }

    @Override
    public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
      return attention.apply(site, graph);
    }
  }
}
