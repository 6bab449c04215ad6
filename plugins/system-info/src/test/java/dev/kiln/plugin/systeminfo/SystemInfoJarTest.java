package dev.kiln.plugin.systeminfo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.plugin.systeminfo.attention.FakeLab;
import dev.kiln.plugin.systeminfo.attention.FakeProcesses;
import dev.kiln.plugin.systeminfo.micro.FakeProfiles;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.host.HostState;
import dev.kiln.spi.host.KilnProcesses;
import dev.kiln.spi.host.NetworkProfiles;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.host.Networks;
import dev.kiln.spi.host.QuietMachine;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.FakeCliCall;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemInfoJarTest {
  @Test
  void droppedInItAnswersItsRouteAndItsCommand(@TempDir Path folder) throws Exception {
    FakeLab lab = new FakeLab("sdp");
    Map<Class<?>, ?> lent =
        Map.of(
            AttentionLab.class,
            lab,
            KilnProcesses.class,
            new FakeProcesses(lab),
            NetworkProfiles.class,
            new FakeProfiles(),
            Networks.class,
            new NothingRuns(),
            QuietMachine.class,
            (QuietMachine) purpose -> () -> {},
            DeviceInfo.class,
            new DeviceInfo("cpu", 2),
            HostState.class,
            FakeHost.IDLE);
    try (TestingHost host = new TestingHost(folder, lent)) {
      host.drop("system-info", Path.of("target", "classes"));
      FakeApiCall call = new FakeApiCall("GET", "/sdapi/v1/system-info/status");
      assertThat(call.jsonFrom(host.plugins()))
          .extracting("version")
          .isEqualTo(Map.of("app", "kiln", "tag", "0.1.0"));
      FakeApiCall records = new FakeApiCall("GET", "/kiln/v1/benchmark/records");
      assertThat(records.jsonFrom(host.plugins()))
          .isEqualTo(Map.of("records", List.of(), "problems", List.of()));
      FakeApiCall chart = new FakeApiCall("GET", "/kiln/v1/benchmark/chart.js");
      assertThat(((ApiResponse.Bytes) chart.sendTo(host.plugins())).bytes())
          .asString(UTF_8)
          .contains("Chart.js");
      FakeCliCall quick = host.run("benchmark attention", Map.of("quick", true));
      assertThat(quick.printed())
          .last()
          .isEqualTo("largest ratio over all token counts: 2.00 by sdp on self 1024");
    }
  }

  /** Commands that run networks are not run here. */
  private static final class NothingRuns implements Networks {
    @Override
    public NetworkRun open(Path file) {
      throw new UnsupportedOperationException();
    }

    @Override
    public NetworkRun build(Path file, String name, Consumer<NetworkGraph> writer) {
      throw new UnsupportedOperationException();
    }
  }
}
