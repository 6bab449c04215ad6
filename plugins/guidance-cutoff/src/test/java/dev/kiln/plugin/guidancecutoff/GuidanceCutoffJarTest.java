package dev.kiln.plugin.guidancecutoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.request.GenerationResult;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuidanceCutoffJarTest {
  @Test
  void droppedInItUnderstandsItsOwnOptionsAndWebuis(@TempDir Path folder) {
    try (TestingHost host = new TestingHost(folder)) {
      host.drop("guidance-cutoff", Path.of("target", "classes"));
      GenerationResult plain = host.generate(request -> request);
      Map<String, Object> options = Map.of("ngms", 2.5, "ngmsAll", true);
      GenerationResult cut = host.generate(request -> request.plugin("guidance-cutoff", options));
      assertThat(cut.images().get(0).infotext()).contains("NGMS: 2.5, NGMS all steps: True");
      assertThat(cut.images().get(0).rgb()).isNotEqualTo(plain.images().get(0).rgb());
      assertThat(host.plugins().services().fromWebui(Map.of("s_min_uncond", 3.0, "width", 64)))
          .isEqualTo(Map.of("guidance-cutoff", Map.of("ngms", 3.0)));
    }
  }
}
