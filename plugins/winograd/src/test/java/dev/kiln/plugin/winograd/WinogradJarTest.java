package dev.kiln.plugin.winograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.request.GenerationResult;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar in a real host: woken by its options, and named in the infotext. */
class WinogradJarTest {
  private static final String ID = "winograd";

  @Test
  void askedForItTakesPartAndTheInfotextSaysSo(@TempDir Path folder) {
    try (TestingHost host = new TestingHost(folder)) {
      host.drop(ID, Path.of("target", "classes"));
      assertThat(host.plugins().services().convolutionOptimizers())
          .extracting(line -> line.name())
          .containsExactly("winograd-2x2", "winograd-4x4");
      GenerationResult result = host.generate(request -> request.plugin(ID, Map.of("memory", 1.5)));
      assertThat(result.warnings()).isEmpty();
      assertThat(result.images().get(0).infotext()).contains("winograd.memory=1.5");
      assertThatThrownBy(() -> host.generate(request -> request.plugin(ID, Map.of("memory", -1))))
          .isInstanceOf(BadRequest.class)
          .hasMessageContaining("memory");
    }
  }
}
