package dev.kiln.plugin.systeminfo.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.JsonCodec;
import dev.kiln.plugin.systeminfo.Timing;
import dev.kiln.plugin.systeminfo.attention.FakeLab;
import dev.kiln.plugin.systeminfo.machine.Machine;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.host.KilnProcesses;
import dev.kiln.spi.host.NetworkProfiles.Block;
import dev.kiln.spi.host.NetworkProfiles.Kind;
import dev.kiln.spi.testkit.FakeCliCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MicroCommandTest {
  private final FakeProfiles profiles = new FakeProfiles();
  private final List<String> held = new ArrayList<>();

  /** Runs the command in this process; those of some words end in another way. */
  private KilnProcesses processes(Map<String, KilnProcesses.Finished> ends) {
    return arguments -> {
      String words = String.join(" ", arguments);
      Optional<KilnProcesses.Finished> end =
          ends.entrySet().stream()
              .filter(it -> words.contains(it.getKey()))
              .map(Map.Entry::getValue)
              .findFirst();
      if (end.isPresent()) {
        if (end.get().exitCode() < 0) {
          throw new IOException(end.get().errors());
        }
        return end.get();
      }
      assertThat(words).startsWith("benchmark weigh-block ");
      FakeCliCall call = new FakeCliCall(arguments.get(2), arguments.get(3));
      int exit = new WeighBlockCommand(profiles).run(call);
      return new KilnProcesses.Finished(exit, "", "", 300_000_000);
    };
  }

  private List<String> run(
      boolean quick, boolean json, Map<String, KilnProcesses.Finished> ends, String... optimizers)
      throws InterruptedException {
    MicroBenchmark benchmark =
        new MicroBenchmark(new FakeLab(optimizers), profiles, processes(ends));
    MicroCommand command =
        new MicroCommand(
            benchmark,
            new Machine(new DeviceInfo("cpu", 2)),
            purpose -> {
              held.add(purpose);
              return () -> {};
            },
            new JsonCodec());
    FakeCliCall call = new FakeCliCall(new MicroCommand.Flags(quick, json));
    assertThat(command.run(call)).isZero();
    return call.printed();
  }

  @Test
  void oneTableHasOperatorsAndBlocksOnTheProcessorThatItNames() throws Exception {
    List<String> printed = run(true, false, Map.of(), "sdp");
    assertThat(printed.get(0)).matches("processor: .+");
    assertThat(printed.get(1)).startsWith("instruction set: ");
    List<String> table = printed.subList(printed.indexOf("") + 1, printed.size());
    assertThat(String.join("\n", table))
        .isEqualTo(
            """
            block        B,M,H,K       optimizer     ms  spread  attention ms  GFLOP/s  peak MB
            attention    1,4096,16,40  none       100.0     20%          20.0     45.0      300
            attention    1,4096,16,40  sdp        100.0     20%          20.0     45.0      300
            attention    1,4096,16,80  none       100.0     20%          20.0     45.0      300
            attention    1,4096,16,80  sdp        100.0     20%          20.0     45.0      300
            transformer  1,4096,16,40  none       100.0     20%          20.0     45.0      300
            transformer  1,4096,16,40  sdp        100.0     20%          20.0     45.0      300
            transformer  1,4096,16,80  none       100.0     20%          20.0     45.0      300
            transformer  1,4096,16,80  sdp        100.0     20%          20.0     45.0      300
            swin         1,4096,16,40  none           -       -             -        -        -  it needs about 9.9 GB, which are not free
            swin         1,4096,16,40  sdp        100.0     20%          20.0     45.0      300
            swin         1,4096,16,80  none           -       -             -        -        -  it needs about 9.9 GB, which are not free
            swin         1,4096,16,80  sdp        100.0     20%          20.0     45.0      300
            metaformer   1,4096,16,40  none       100.0     20%          20.0     45.0      300
            metaformer   1,4096,16,80  none       100.0     20%          20.0     45.0      300
            resnet       1,4096,16,40  none       100.0     20%          20.0     45.0      300
            resnet       1,4096,16,80  none       100.0     20%          20.0     45.0      300\
            """);
    assertThat(held).containsExactly("kiln benchmark micro");
  }

  /** xFormers' benchmark_mem_eff_attention has 1 and 4 rows of 4096 and 16384 tokens. */
  @Test
  void theWholeRunHasXformersSizesForHalfASecondEach() throws Exception {
    run(false, false, Map.of());
    for (String size : List.of("1x4096x16x40", "1x16384x16x80", "4x4096x16x80", "4x16384x16x40")) {
      assertThat(profiles.asked)
          .contains("attention=" + size + " none 0.0", "attention=" + size + " none 0.5");
    }
    assertThat(MicroBenchmark.blocks(Kind.SWIN, false)).hasSize(8);
  }

  @Test
  void whatAProcessDoesNotSurviveIsNotRunInThisOne() throws Exception {
    Map<String, KilnProcesses.Finished> ends =
        Map.of(
            "attention=1x4096x16x40", new KilnProcesses.Finished(137, "", "", 0),
            "attention=1x4096x16x80", new KilnProcesses.Finished(2, "", "kiln: no memory\n", 0),
            "metaformer=1x4096x16x40", new KilnProcesses.Finished(1, "", "kiln: broken\n\n", 0),
            "metaformer=1x4096x16x80", new KilnProcesses.Finished(-1, "", "no such file", 0));
    assertThat(run(true, false, ends))
        .anyMatch(it -> it.endsWith("  its process was killed, most likely for want of memory"))
        .anyMatch(it -> it.endsWith("  no memory"))
        .anyMatch(it -> it.endsWith("  its process ended with 1: broken"))
        .anyMatch(it -> it.endsWith("  no process could be started for it: no such file"));
    assertThat(profiles.asked).noneMatch(it -> it.startsWith("attention"));
  }

  @Test
  void jsonHasNullForWhatIsNotKnown() throws Exception {
    List<String> printed = run(true, true, Map.of());
    assertThat(printed).hasSize(1);
    assertThat(printed.get(0))
        .contains(
            "{\"block\":\"attention\",\"rows\":1,\"tokens\":4096,\"heads\":16,\"headSize\":40,"
                + "\"optimizer\":\"none\",\"seconds\":0.1,")
        .contains(
            "\"block\":\"swin\",\"rows\":1,\"tokens\":4096,\"heads\":16,\"headSize\":40,"
                + "\"optimizer\":\"none\",\"seconds\":null,\"spread\":null,"
                + "\"attentionSeconds\":null,\"flops\":null,\"peakBytes\":null,"
                + "\"problem\":\"it needs about 9.9 GB, which are not free\"");
  }

  @Test
  void aBlockIsOneWord() {
    Block block = new Block(Kind.SWIN, 4, 64, 2, 40);
    assertThat(BlockWord.of(block)).isEqualTo("swin=4x64x2x40");
    assertThat(BlockWord.parse("swin=4x64x2x40")).isEqualTo(block);
    for (String word : List.of("swin", "swin=4x64", "swan=1x2x3x4", "swin=axbxcxd", "")) {
      assertThatThrownBy(() -> BlockWord.parse(word))
          .isInstanceOf(BadRequest.class)
          .hasMessage("the block \"%s\" is not written KIND=ROWSxTOKENSxHEADSxSIZE", word);
    }
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetween() {
    assertThat(Timing.of(List.of(4.0, 1.0, 2.0, 4.0))).isEqualTo(new Timing(3, 1));
  }
}
