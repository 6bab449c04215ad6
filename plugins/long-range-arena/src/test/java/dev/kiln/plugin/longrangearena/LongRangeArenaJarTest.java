package dev.kiln.plugin.longrangearena;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.weights.file.SafetensorsFile;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.host.KilnProcesses;
import dev.kiln.spi.host.QuietMachine;
import dev.kiln.spi.testkit.FakeCliCall;
import dev.kiln.spi.testkit.FakeHome;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LongRangeArenaJarTest {
  @Test
  void droppedInItAnswersItsCommand(@TempDir Path folder) throws Exception {
    FakeHome home = new FakeHome(folder);
    FakeLab lab = new FakeLab(new Tasks(home, new JsonCodec(), SafetensorsFile::open), "sdp");
    Map<Class<?>, ?> lent =
        Map.of(
            AttentionLab.class,
            lab,
            KilnProcesses.class,
            new FakeProcesses(() -> null),
            DeviceInfo.class,
            new DeviceInfo("cpu", 2),
            QuietMachine.class,
            (QuietMachine) purpose -> () -> {});
    try (TestingHost host = new TestingHost(folder, lent)) {
      host.drop("long-range-arena", Path.of("target", "classes"));
      FakeCliCall call = host.run("benchmark lra", Map.of("list", true));
      assertThat(call.printed()).containsExactly("none", "sdp");
    }
  }
}
