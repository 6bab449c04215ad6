package dev.kiln.plugin.freeu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeUJarTest {
  @Test
  void droppedInItTellsInTheInfotextWhatItDid(@TempDir Path folder) {
    try (TestingHost host = new TestingHost(folder)) {
      host.drop("freeu", Path.of("target", "classes"));
      assertThat(
              host.generate(request -> request.steps(2).plugin("freeu", Map.of("b1", 1.1)))
                  .images()
                  .get(0)
                  .infotext())
          .contains("FreeU b1: 1.1, FreeU b2: 1.4, FreeU s1: 0.9, FreeU s2: 0.2");
      assertThat(host.generate(request -> request.steps(2)).images().get(0).infotext())
          .doesNotContain("FreeU");
    }
  }
}
