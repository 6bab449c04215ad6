package dev.kiln.plugin.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.request.GenerationResult;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar in a real host: woken by its options, and named in the infotext. */
class QuantizeJarTest {
  private static final String ID = "quantize";

  @Test
  void askedForItTakesPartAndTheInfotextSaysHow(@TempDir Path folder) {
    try (TestingHost host = new TestingHost(folder)) {
      host.drop(ID, Path.of("target", "classes"));
      GenerationResult plain = host.generate(request -> request);
      GenerationResult off = host.generate(request -> request.plugin(ID, Map.of("weights", "off")));
      assertThat(off.images().get(0).rgb()).isEqualTo(plain.images().get(0).rgb());
      assertThat(off.infotext()).doesNotContainKey("Quantized weights");
      GenerationResult result =
          host.generate(
              request -> request.plugin(ID, Map.of("weights", "int4", "compute", "int8")));
      assertThat(result.infotext())
          .containsEntry("Quantized weights", "int4")
          .containsEntry("Quantized compute", "int8")
          .containsEntry("Quantized error", "0.1");
    }
  }
}
