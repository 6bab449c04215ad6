package dev.kiln.plugin.fast;

import static dev.kiln.plugin.fast.TestingReports.plugin;
import static dev.kiln.plugin.fast.TestingReports.report;
import static dev.kiln.plugin.fast.TestingReports.setting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.host.HostState.Plugin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
  private static final Map<String, Object> MILD = plugin("cache", Map.of("threshold", 0.05));
  private static final Map<String, Object> STRONG = plugin("cache", Map.of("threshold", 0.2));
  private static final Map<String, Object> BOTH =
      Map.of("plugins", Map.of("cache", Map.of(), "cut", Map.of()));

  @TempDir private Path folder;
  private FakeHost host = FakeHost.with("cache", "cut");

  private Choice choose(Pace pace, String model) {
    return TestingReports.of(folder, host).choose(pace, model, Set.of());
  }

  private void keep(String model, Map<String, Object> report) throws IOException {
    TestingReports.of(folder, host).keep(model, report);
  }

  private void keepThree() throws IOException {
    keep(
        "default",
        report(
            "default",
            setting(1, 1, Map.of()),
            setting(1.3, 0.97, MILD),
            setting(1.8, 0.91, STRONG),
            setting(2.6, 0.82, BOTH),
            setting(9, 0.99, Map.of("steps", 10)),
            setting(5, 0.6, plugin("cache", Map.of("threshold", 1)))));
  }

  @Test
  void eachPaceIsTheFastestThatIsAlikeEnough() throws IOException {
    keepThree();
    assertThat(choose(Pace.FAST, "")).isEqualTo(new Choice(MILD, List.of()));
    assertThat(choose(Pace.FASTER, "default")).isEqualTo(new Choice(STRONG, List.of()));
    assertThat(choose(Pace.FASTEST, "")).isEqualTo(new Choice(BOTH, List.of()));
  }

  @Test
  void whatIsNotInstalledOrSwitchedOffIsNotChosen() throws IOException {
    keepThree();
    host = FakeHost.with("cache");
    assertThat(choose(Pace.FASTEST, "").fields()).isEqualTo(STRONG);
    host = new FakeHost(List.of(new Plugin("cache", "1", "disabled")));
    Choice nothing = choose(Pace.FASTEST, "");
    assertThat(nothing.fields()).isEmpty();
    assertThat(nothing.warnings())
        .containsExactly(
            "fastest: no accelerator that is installed, and that the request's own plugins allow, was"
                + " faster at an SSIM of 0.8 when it was measured on %s (%s)"
                    .formatted(TestingReports.MACHINE.name(), "2026-12-01"));
  }

  @Test
  void whatExcludesAPluginOfTheRequestIsNotChosen() throws IOException {
    keepThree();
    host =
        new FakeHost(
            List.of(
                new Plugin("cache", "1", "idle"),
                new Plugin("cut", "1", "idle", List.of("seen")),
                new Plugin("seen", "1", "idle"),
                new Plugin("other", "1", "idle", List.of("cache"))));
    Reports reports = TestingReports.of(folder, host);
    assertThat(reports.choose(Pace.FASTEST, "", Set.of("seen")).fields()).isEqualTo(STRONG);
    assertThat(reports.choose(Pace.FASTEST, "", Set.of("cut")).fields()).isEqualTo(BOTH);
    assertThat(reports.choose(Pace.FASTEST, "", Set.of("other")).fields()).isEmpty();
  }

  @Test
  void theReportOfTheModelComesFirstAndAnotherIsTold() throws IOException {
    keep("other", report("other", setting(1.4, 0.99, STRONG)));
    keep("default", report("default", setting(1.2, 0.99, MILD)));
    assertThat(choose(Pace.FAST, "other")).isEqualTo(new Choice(STRONG, List.of()));
    assertThat(choose(Pace.FAST, "").fields()).isEqualTo(MILD);
    assertThat(choose(Pace.FAST, "third").warnings())
        .singleElement()
        .asString()
        .startsWith("accelerators are chosen by what was measured with the model ")
        .endsWith("; with this one: kiln benchmark accelerators --model third");
  }

  @Test
  void reportsOfAnotherMachineDoNotCount() throws IOException {
    keep("default", report("another", "default", setting(1.2, 0.99, MILD)));
    assertThat(choose(Pace.FAST, "").warnings().get(0))
        .startsWith("no accelerators were measured on this machine; they are chosen by what was");
  }

  @Test
  void whatIsShippedHasAChoiceForEachPaceAndSaysWhereItIsFrom() {
    host =
        FakeHost.with(
            "step-cache",
            "guidance-cutoff",
            "deepcache",
            "winograd",
            "token-merging",
            "hypertile",
            "t-gate");
    for (Pace pace : List.of(Pace.FAST, Pace.FASTER, Pace.FASTEST)) {
      Choice choice = choose(pace, "");
      assertThat(choice.fields()).as("%s", pace).containsKey("plugins");
      assertThat(choice.warnings())
          .singleElement()
          .asString()
          .startsWith("no accelerators were measured on this machine")
          .endsWith("kiln benchmark accelerators measures them here");
    }
  }
}
