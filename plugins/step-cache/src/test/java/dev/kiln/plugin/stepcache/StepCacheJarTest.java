package dev.kiln.plugin.stepcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepCacheJarTest {
  @Test
  void droppedInItSkipsOnlyWhereARequestAsksForIt(@TempDir Path folder) {
    try (TestingHost host = new TestingHost(folder)) {
      host.drop("step-cache", Path.of("target", "classes"));
      assertThat(host.generate(request -> request).infotext()).isEmpty();
      Map<String, Object> options = Map.of("threshold", 0.3, "start", 0.0);
      String infotext =
          host.generate(request -> request.steps(20).plugin("step-cache", options))
              .images()
              .get(0)
              .infotext();
      assertThat(infotext).containsPattern("Step cache: [1-9][0-9]* of 20 skipped");
    }
  }
}
