package dev.kiln.plugin.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PictureFile;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.ImageFields;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar in a real host: woken, bound to options, asked as webUI's clients ask. */
class LoopbackJarTest {
  private static final String ID = "loopback";

  private static GenerationRequestBuilder redraw(GenerationRequestBuilder request) {
    PictureFile picture = new PictureFile("picture", PictureCodec.png(Picture.black(64, 64)));
    return request.with(ImageFields.INIT_IMAGES, List.of(picture));
  }

  private static Map<String, Map<String, Object>> options(TestingHost host, Object... arguments) {
    return host.plugins()
        .services()
        .fromWebui(
            Map.of("alwayson_scripts", Map.of("Loopback", Map.of("args", List.of(arguments)))));
  }

  @Test
  void droppedInItUnderstandsWebuisArguments(@TempDir Path folder) {
    try (TestingHost host = new TestingHost(folder)) {
      host.drop(ID, Path.of("target", "classes"));
      Map<String, Object> options = options(host, 3, 0.25, "Aggressive", "None").get(ID);
      GenerationResult result = host.generate(it -> redraw(it).plugin(ID, options));
      assertThat(result.images()).hasSize(1);
      assertThat(result.images().get(0).infotext())
          .contains("Loops: 3, Final denoising strength: 0.25, Denoising curve: Aggressive");
      // What the loops before drew.
      assertThat(result.pictures()).containsOnlyKeys("loop 1", "loop 2");
      Map<String, Object> described = options(host, 3, 0.25, "Linear", "DeepBooru").get(ID);
      assertThatThrownBy(() -> host.generate(it -> redraw(it).plugin(ID, described)))
          .isInstanceOf(BadRequest.class)
          .hasMessageStartingWith("loopback: append_interrogation is \"DeepBooru\";");
    }
  }
}
