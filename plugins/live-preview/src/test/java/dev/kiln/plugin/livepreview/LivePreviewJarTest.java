package dev.kiln.plugin.livepreview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePreviewJarTest {
  @Test
  void droppedIntoAServerItShowsEachStepAndChangesNothing(@TempDir Path folder) {
    try (TestingHost host = new TestingHost(folder)) {
      byte[] plain = host.generate(request -> request).images().get(0).rgb();
      host.plugins().serverStarted();
      host.drop("live-preview", Path.of("target", "classes"));
      assertThat(host.generate(request -> request).images().get(0).rgb()).isEqualTo(plain);
      assertThat(host.published()).hasSize(8).containsOnly("job-2 Tensor[3, 8, 8]");
      Map<String, Object> options = Map.of("every", 4);
      host.generate(request -> request.batch(2, 1).plugin("live-preview", options));
      assertThat(host.published().subList(8, host.published().size()))
          .hasSize(2)
          .containsOnly("job-3 Tensor[3, 8, 16]");
    }
  }
}
