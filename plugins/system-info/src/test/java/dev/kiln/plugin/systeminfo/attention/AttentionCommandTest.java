package dev.kiln.plugin.systeminfo.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.testkit.FakeCliCall;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AttentionCommandTest {
  private final FakeLab lab = new FakeLab("sdp", "slow", "tight");
  private final FakeProcesses processes = new FakeProcesses(lab);

  private FakeCliCall run(boolean quick, boolean json, String... model)
      throws InterruptedException {
    FakeCliCall call = new FakeCliCall(new AttentionCommand.Flags(quick, json), model);
    assertThat(FakeProcesses.commandOf(lab, processes).run(call)).isZero();
    return call;
  }

  @Test
  void oneTableHoldsAllOptimizersSideBySide() throws Exception {
    processes
        .peak("none site=2x1024x1024", 1000)
        .peak("none site=2x4096x4096", 3000)
        .peak("sdp site=2x4096x4096", 350)
        .peak("slow site=2x4096x4096", 900);
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(String.join("\n", run(true, false).printed()))
          .isEqualTo(
              """
              attention        optimizer  ratio      ms  peak MB  scores MB  budget MB  kept  difference

              self 1024        untouched   1.00  1000.0     1000        700        500    no     0.0e+00
              self 1024        sdp         2.00   500.0      300          0        500   yes     2.0e-07  1/1 sites
              self 1024        slow        0.50  2000.0      300          0        500   yes     3.0e-06  1/1 sites
              self 1024        tight       2.00   500.0      300          0        500   yes     1.0e-07  1/1 sites

              self 4096        untouched   1.00  4000.0     3000       2700        500    no     0.0e+00
              self 4096        sdp         2.00  2000.0      350         50        500   yes     2.0e-07  1/1 sites
              self 4096        slow        0.50  8000.0      900        600        500    no     3.0e-06  1/1 sites
              self 4096        tight          -       -      300          -        500     -           -  it would take 80 slices

              default 512x512  untouched   1.00  1000.0      300          -        500     -     0.0e+00
              default 512x512  sdp         2.00   500.0      300          -        500     -     2.0e-07  1/1 sites
              default 512x512  slow        0.50  2000.0      300          -        500     -     3.0e-06  1/1 sites
              default 512x512  tight       2.00   500.0      300          -        500     -     1.0e-07  1/1 sites

              largest ratio over all token counts: 2.00 by sdp on self 1024
              """
                  .stripTrailing());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theWholeRunIsAtAllTokenCountsAndInTurns() throws Exception {
    run(false, false);
    assertThat(lab.asked.stream().filter(it -> it.endsWith(" 5") || it.endsWith(" 3")))
        .containsExactly(
            "256x256 [none, sdp, slow, tight] 5",
            "1024x1024 [none, sdp, slow, tight] 5",
            "4096x4096 [none, sdp, slow] 5",
            "9216x9216 [none, sdp, slow] 5",
            "4096x77 [none, sdp, slow] 5",
            " 512x512 [none, sdp, slow, tight] 3");
    assertThat(processes.started)
        .contains(
            List.of("benchmark", "weigh", "none", "site=2x256x1x8x160"),
            List.of("benchmark", "weigh", "sdp", "site=2x256x256x8x160"),
            List.of("benchmark", "weigh", "tight", "site=2x1024x1024x8x80"),
            List.of("benchmark", "weigh", "slow", "site=2x9216x9216x8x40"),
            List.of("benchmark", "weigh", "slow", "site=2x4096x77x8x40"),
            List.of("benchmark", "weigh", "slow", "unet=512x512="));
  }

  @Test
  void aNamedModelIsMeasuredAtAPictureSize() throws Exception {
    FakeCliCall call = run(true, false, "models/big");
    assertThat(lab.asked).contains("models/big 1024x768 [none, sdp] 1");
    assertThat(call.printed())
        .last()
        .isEqualTo(
            "attention-sdp on big 1024x768: 2.00 times as fast as untouched, 500 ms an evaluation"
                + " instead of 1000");
    assertThat(call.said().get(0)).isEqualTo("big 1024x768: memory of 2 processes");
  }

  @Test
  void aPictureThatIsBeingMadeIsSaidToHoldItUp() throws Exception {
    assertThat(run(true, false).said()).noneMatch(it -> it.contains("waits"));
    lab.generating = true;
    assertThat(run(true, false).said())
        .contains("self 1024: waits for a picture that is being made");
  }

  @Test
  void aModelThatIsNotThereIsSaidAtOnce() {
    assertThatThrownBy(() -> run(false, false, "wrong"))
        .isInstanceOf(BadRequest.class)
        .hasMessage("there is no model \"wrong\"");
    assertThat(lab.asked).isEmpty();
    assertThat(processes.started).isEmpty();
  }

  @Test
  void whatAProcessDoesNotSurviveIsNotRunInThisOne() throws Exception {
    processes
        .end("none site=2x4096x4096", 137, "")
        .end("slow site=2x4096x4096", 1, "start\njava.lang.OutOfMemoryError: heap\n")
        .end("sdp site=2x1024x1024", 1, "kiln: preparing\nkiln: the disk is full\n")
        .end("slow site=2x1024x1024", -1, "no such file");
    List<String> table = run(true, false).printed();
    assertThat(lab.asked).contains("4096x4096 [sdp] 2", "1024x1024 [none, tight] 2");
    assertThat(table)
        .anyMatch(it -> it.endsWith("its process was killed, most likely for want of memory"))
        .anyMatch(it -> it.endsWith("it ran out of memory"))
        .anyMatch(it -> it.endsWith("its process ended with 1: the disk is full"))
        .anyMatch(it -> it.endsWith("no process could be started for it: no such file"))
        .anyMatch(it -> it.endsWith("it would take 80 slices"));
  }

  @Test
  void jsonHasTheSameNumbersAndNullForWhatIsNotKnown() throws Exception {
    processes.end("slow site=2x1024x1024", 137, "");
    List<String> printed = run(true, true).printed();
    assertThat(printed).hasSize(1);
    assertThat(printed.get(0))
        .startsWith(
            "{\"rows\":[{\"attention\":\"self 1024\",\"optimizer\":\"untouched\",\"ratio\":1.0,"
                + "\"seconds\":1.0,\"peakBytes\":300000000,\"scoreBytes\":0,"
                + "\"budgetBytes\":500000000,\"kept\":true,\"difference\":0.0,"
                + "\"sites\":\"0/1 sites\",\"reason\":\"\"},")
        .contains(
            "\"optimizer\":\"slow\",\"ratio\":null,\"seconds\":null,\"peakBytes\":null,"
                + "\"scoreBytes\":null,\"budgetBytes\":null,\"kept\":null,\"difference\":null,")
        .contains("\"largest\":{\"attention\":\"self 1024\",\"optimizer\":\"sdp\",\"ratio\":2.0,")
        .endsWith(",\"picture\":null}");
  }

  @Test
  void wrongWordsAreOneSentence() {
    for (String work : List.of("site=1x2", "site=axbxcxdxe", "unet=512", "tokens=4", "")) {
      assertThatThrownBy(() -> Workload.parse(work))
          .isInstanceOf(BadRequest.class)
          .hasMessage(
              "the work \"%s\" is neither site=ROWSxTOKENSxKEYSxHEADSxSIZE nor"
                  + " unet=WIDTHxHEIGHT=MODEL",
              work);
    }
  }

  @Test
  void withoutOptimizersThereIsNothingToCompare() {
    FakeLab empty = new FakeLab();
    AttentionCommand command = FakeProcesses.commandOf(empty, new FakeProcesses(empty));
    assertThatThrownBy(() -> command.run(new FakeCliCall(new AttentionCommand.Flags(false, false))))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "there is no attention optimizer to compare; put a jar of one, attention-xformers say,"
                + " into the plugin folder");
    FakeLab other = new FakeLab("slow");
    AttentionCommand lacking = FakeProcesses.commandOf(other, new FakeProcesses(other));
    assertThatThrownBy(
            () ->
                lacking.run(
                    new FakeCliCall(new AttentionCommand.Flags(false, false), "models/big")))
        .hasMessage("a model is measured with the optimizer \"sdp\"; there are [slow]");
  }
}
