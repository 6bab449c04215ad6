package dev.kiln.plugin.lora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.random.Precision;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.testing.RandomModels;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kiln models random --kind lora} writes, on a model of the same shape. */
class RandomLoraTest {
  @Test
  void changesThePictureInUnetAndTextEncoder(@TempDir Path folder) {
    try (TestingHost host = new TestingHost(folder)) {
      RandomModels.single(folder.resolve("models/random"), 5, Precision.F32);
      RandomModels.lora(folder.resolve("models/lora/couple"), 6);
      host.drop("lora", Path.of("target", "classes"));
      byte[] plain = draw(host, "");
      assertThat(draw(host, "<lora:couple:1:0>")).isNotEqualTo(plain);
      assertThat(draw(host, "<lora:couple:0:1>")).isNotEqualTo(plain);
    }
  }

  private static byte[] draw(TestingHost host, String tags) {
    GenerationResult result =
        host.generate(
            any ->
                GenerationRequest.of("a girl" + tags)
                    .model("random")
                    .sampler("Euler")
                    .steps(2)
                    .seed(1)
                    .size(64, 64));
    assertThat(result.warnings()).isEmpty();
    return result.images().get(0).rgb();
  }
}
