package dev.kiln.plugin.systeminfo.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.JsonCodec;
import dev.kiln.plugin.systeminfo.ProductPeak;
import dev.kiln.plugin.systeminfo.attention.FakeLab;
import dev.kiln.plugin.systeminfo.machine.Machine;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.testkit.FakeCliCall;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayersCommandTest {
  private final FakeProfiles profiles = new FakeProfiles();

  private List<String> run(LayersCommand.Flags flags, String optimizer, String... model) {
    LayersCommand command =
        new LayersCommand(
            new LayerBenchmark(new FakeLab(optimizer), profiles, new ProductPeak(profiles)),
            new Machine(new DeviceInfo("cpu", 2)),
            purpose -> () -> {},
            new JsonCodec());
    FakeCliCall call = new FakeCliCall(flags, model);
    assertThat(command.run(call)).isZero();
    return call.printed();
  }

  @Test
  void aStepIsSplitBesideConvolutionsAloneAndTheMachinesBest() {
    List<String> printed = run(new LayersCommand.Flags("1024x768", "", false), "sdp", "models/big");
    assertThat(printed.get(0)).matches("processor: .+");
    List<String> table = printed.subList(printed.indexOf("attention: sdp"), printed.size());
    assertThat(String.join("\n", table))
        .isEqualTo(
            """
            attention: sdp

            network                layers         ms  share  GFLOP/s  of peak
            models/big 1024x768    convolution  40.0    40%     75.0      44%
            models/big 1024x768    linear       20.0    20%     50.0      29%
            models/big 1024x768    attention    20.0    20%     25.0      15%
            models/big 1024x768    norm         10.0    10%        -        -
            models/big 1024x768    rest         10.0    10%        -        -
            resnet 320 at 64x64    convolution  40.0    40%     75.0      44%
            resnet 320 at 128x128  convolution  40.0    40%     75.0      44%
            resnet 320 at 192x192  convolution  40.0    40%     75.0      44%

            a step: 100.0 ms, spread 20%; a large product of matrices: 171.8 GFLOP/s
            convolutions take 40% of the step and reach 44% of that, alone at resnet 320 at 192x192 44%\
            """);
    assertThat(profiles.asked)
        .containsExactly(
            "product 2048",
            "models/big 1024x768 sdp 0.5",
            "product 2048",
            "resnet=2x4096x8x40 none 0.5",
            "product 2048",
            "resnet=2x16384x8x40 none 0.5",
            "product 2048",
            "resnet=2x36864x8x40 none 0.5",
            "product 2048");
  }

  @Test
  void theOptimizerIsTheNamedOneOrNoneWhereThereIsNoSdp() {
    run(new LayersCommand.Flags("64x64", "slow", false), "sdp");
    run(new LayersCommand.Flags("64x64", "", false), "slow");
    assertThat(profiles.asked).contains(" 64x64 slow 0.5", " 64x64 none 0.5");
  }

  @Test
  void jsonHasTheSameNumbers() {
    List<String> printed = run(new LayersCommand.Flags("512x512", "", true), "sdp");
    assertThat(printed).hasSize(1);
    assertThat(printed.get(0))
        .contains("\"attention\":\"sdp\",\"seconds\":0.1,")
        .contains("{\"network\":\"default 512x512\",\"layers\":\"convolution\",\"seconds\":0.04")
        .contains("\"layers\":\"norm\",")
        .contains("\"flops\":null}");
  }

  @Test
  void aSizeThatIsNoneIsRefused() {
    for (String size : List.of("512", "0x512", "32x512", "512x", "axb", "999999x64")) {
      assertThatThrownBy(() -> run(new LayersCommand.Flags(size, "", false), "sdp"))
          .isInstanceOf(BadRequest.class)
          .hasMessage(
              "--size is WIDTHxHEIGHT of at least 64x64, 512x768 say, not \"" + size + "\"");
    }
    assertThat(profiles.asked).isEmpty();
  }
}
