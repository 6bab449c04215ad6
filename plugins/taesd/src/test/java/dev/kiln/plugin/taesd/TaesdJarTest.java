package dev.kiln.plugin.taesd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.request.GenerationResult;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaesdJarTest {
  @Test
  void droppedInItUnderstandsItsOwnOptionsAndWebuis(@TempDir Path folder) {
    try (TestingHost host = new TestingHost(folder)) {
      host.drop("taesd", Path.of("target", "classes"));
      TestingDecoders.put(
          folder.resolve("models"), "taesd/tiny.safetensors", TestingDecoders.tiny(it -> it));
      GenerationResult plain = host.generate(request -> request);
      Map<String, Map<String, Object>> options =
          host.plugins().services().fromWebui(Map.of("sd_vae_decode_method", "TAESD"));
      GenerationResult small =
          host.generate(request -> request.plugin("taesd", options.get("taesd")));
      assertThat(small.images().get(0).infotext()).contains("VAE Decoder: TAESD");
      assertThat(small.images().get(0).rgb()).isNotEqualTo(plain.images().get(0).rgb());
    }
  }
}
