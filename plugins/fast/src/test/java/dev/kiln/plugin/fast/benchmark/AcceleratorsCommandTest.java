package dev.kiln.plugin.fast.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.plugin.fast.FakeHost;
import dev.kiln.plugin.fast.TestingReports;
import dev.kiln.plugin.fast.benchmark.AcceleratorsCommand.Flags;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.testkit.FakeCliCall;
import dev.kiln.spi.testkit.FakeHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceleratorsCommandTest {
  @TempDir private Path temp;
  private final FakeProcesses processes = new FakeProcesses();
  private final FakeSegmenter segmenter = new FakeSegmenter();
  private final JsonCodec json = new JsonCodec();

  private Flags flags(String plugins, int seeds, boolean pairs) {
    String out = temp.resolve("out").toString();
    return new Flags("", "", seeds, 20, "", plugins, pairs, false, false, out);
  }

  private FakeCliCall run(Flags flags) throws IOException, InterruptedException {
    FakeCliCall call = new FakeCliCall(flags);
    FakeHome home = new FakeHome(temp.resolve("home"), List.of());
    Files.createDirectories(home.folder());
    FakeHost host = FakeHost.with("cache", "cut");
    TrialRecords records = new TrialRecords(home, json);
    PictureCodec pictures = new PictureCodec();
    Trials trials = new Trials(processes, segmenter, pictures, json);
    Comparison comparison =
        new Comparison(
            host,
            TestingReports.MACHINE,
            new Accelerators(processes, json),
            new Measuring(trials, records),
            records);
    ReportFiles files =
        new ReportFiles(records, TestingReports.of(home.folder(), host), pictures, json);
    new AcceleratorsCommand(purpose -> () -> {}, comparison, files, json).run(call);
    return call;
  }

  private String table(Flags flags) throws IOException, InterruptedException {
    return String.join("\n", run(flags).printed());
  }

  @Test
  void presetsDefaultsOfApproximationsAndInexactAttentionAreMeasured() throws Exception {
    String table = table(flags("", 2, false));
    assertThat(table)
        .contains("- machine: ", "- model: default", "- steps: 20", "- attention: sdp, 14/14 sites")
        .contains("- drawn with: Steps: 20\n", "- load when it began: ")
        .containsPattern(
            "\\| untouched +\\| 1.00 \\| +1.00 \\| 100 % \\| 1.000 \\| +1.000 \\| +same")
        .containsPattern("\\| cache +\\| 2.00 \\| +1.80 \\| 100 % \\| 0.9")
        .containsPattern("\\| cache threshold=0.3 +\\| 3.33 \\| +2.65 ")
        .containsPattern("\\| cut +\\| 2.00 \\| +1.80 \\| +50 % ")
        .containsPattern("\\| exact +\\| 1.11 \\| .* same \\| .* \\| \\* ")
        .containsPattern("\\| attention local +\\| 0.50 ")
        .containsPattern("\\| 10 steps +\\| 2.00 ")
        .containsPattern("\\| 15 steps +\\| 1.33 ")
        .containsPattern("\\| rival +\\| +- .* a rival draws nothing")
        .doesNotContain("idle", "windows");
  }

  @Test
  void thePromptsAreJudgedByASegmenterWhereThereIsOne() throws Exception {
    assertThat(table(flags("cut", 1, false)))
        .containsPattern("cut .*\\| +100 % \\| +1.5 \\| +800 ");
    assertThat(table(flags("cut", 2, false))).containsPattern("cut .*\\| +75 % \\| ");
    segmenter.missing = true;
    assertThat(table(flags("exact", 1, false))).containsPattern("exact .*\\| +- \\| +1.5 \\| ");
  }

  @Test
  void settingsTakeTurnsAndAnInterruptionLosesOne() throws Exception {
    processes.interruptAt = 4;
    Flags flags = flags("cache,cut", 6, false);
    assertThatThrownBy(() -> run(flags)).isInstanceOf(InterruptedException.class);
    assertThat(temp.resolve("out/accelerators.html")).exists();
    processes.interruptAt = Integer.MAX_VALUE;
    FakeCliCall call = run(flags);
    assertThat(processes.drawn)
        .containsExactly(
            "{} null 4",
            "{cache={}} null 4",
            "{cache={threshold=0.3}} null 4",
            "{cut={}} null 4",
            "{} null 4",
            "{} null 4",
            "{} null 2",
            "{} null 2",
            "{} null 2",
            "{cut={}} null 2",
            "{cache={threshold=0.3}} null 2",
            "{cache={}} null 2");
    assertThat(call.said().get(0)).isEqualTo("seeds 1 to 4: cut");
    assertThat(call.said().get(1)).startsWith("seeds 1 to 4: 15 steps, at most ");
    run(flags);
    assertThat(processes.drawn).hasSize(12);
  }

  @Test
  void pairsThatPromiseSomethingAreDrawnWhenAllAreKnownAlone() throws Exception {
    String table = table(flags("", 1, true));
    assertThat(table)
        .containsPattern("\\| cache threshold=0.3 \\+ cut +\\| 6.67 ")
        .containsPattern("cache threshold=0.3 \\+ cut .*\\* ")
        .doesNotContain("cache + cache", "rival +");
  }

  @Test
  void reportsAreWholeByThemselves() throws Exception {
    run(flags("cache", 1, false));
    String html = Files.readString(temp.resolve("out/accelerators.html"));
    assertThat(html)
        .contains("\"requestRatio\":1.8", "\"pictures\":{\"untouched\":\"/9j/")
        .doesNotContain("/*chart.js*/", "/*data*/");
    assertThat(json.object(temp.resolve("out/accelerators.json")))
        .containsKeys("about", "settings");
    assertThat(Files.readString(temp.resolve("out/accelerators.md"))).contains("| cache ");
  }

  @Test
  void pacesGoByReportsOfAllAcceleratorsAndFourSeeds() throws Exception {
    for (Flags small : List.of(flags("cache", 4, false), flags("", 3, false))) {
      assertThat(run(small).said())
          .anySatisfy(it -> assertThat(it).startsWith("--fast and the others do not go by this"));
      assertThat(kept()).isEmpty();
    }
    assertThat(run(flags("", 4, false)).said()).noneMatch(it -> it.startsWith("--fast"));
    assertThat(kept()).hasSize(1);
  }

  private String[] kept() {
    return temp.resolve("home").toFile().list((folder, name) -> name.startsWith("report-"));
  }

  @Test
  void requestsAreTheModelsOwnWithWhatASettingSays() throws Exception {
    run(
        new Flags(
            "m", "64x32", 1, 10, "Heun", "cut", false, false, true, temp.resolve("o").toString()));
    assertThat(processes.requests.get(1))
        .isEqualTo(
            Map.of(
                "prompt",
                "a girl with long red hair, meadow, day",
                "model",
                "m",
                "sampler",
                "Heun",
                "seed",
                1,
                "steps",
                10,
                "width",
                64,
                "height",
                32,
                "plugins",
                Map.of("cut", Map.of(), "fast", Map.of("pace", "full"))));
  }

  @Test
  void wrongWordsAreOneSentence() {
    assertThatThrownBy(() -> run(flags("cashe", 1, false)))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("there is no accelerator \"cashe\"; plugins with options")
        .hasMessageEndingWith("cache, cut, exact, idle, local, rival, windows");
    assertThatThrownBy(
            () -> run(new Flags("", "64", 1, 20, "", "", false, false, false, temp.toString())))
        .hasMessage("the size is \"64\"; write it as 512x512");
  }
}
