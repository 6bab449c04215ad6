package dev.kiln.plugin.tiledvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.request.GenerationResult;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar in a real host: woken, bound to options, asked as webUI's clients ask. */
class TiledVaeJarTest {
  private static final String ID = "tiled-vae";

  @Test
  void droppedInItUnderstandsWebuisArguments(@TempDir Path folder) {
    try (TestingHost host = new TestingHost(folder)) {
      host.drop(ID, Path.of("target", "classes"));
      List<Object> arguments = List.of(true, 512, 8, true, true, true, false);
      Map<String, Map<String, Object>> options =
          host.plugins()
              .services()
              .fromWebui(
                  Map.of("alwayson_scripts", Map.of("Tiled VAE", Map.of("args", arguments))));
      assertThat(options.get(ID))
          .containsEntry("decoderTile", 8)
          .containsEntry("fastDecoder", true)
          .containsEntry("colorFix", false);
      // The tiny model's codec is one layer.
      GenerationResult tiled =
          host.generate(request -> request.size(128, 128).plugin(ID, options.get(ID)));
      assertThat(tiled.warnings())
          .singleElement()
          .asString()
          .startsWith("tiled-vae leaves the decoder as it is: ");
    }
  }

  @Test
  void aTileOfNoSizeIsOneSentence(@TempDir Path folder) {
    try (TestingHost host = new TestingHost(folder)) {
      host.drop(ID, Path.of("target", "classes"));
      for (String tile : List.of("decoderTile", "encoderTile")) {
        assertThatThrownBy(() -> host.generate(request -> request.plugin(ID, Map.of(tile, 0))))
            .isInstanceOf(BadRequest.class)
            .hasMessageContaining(tile)
            .hasMessageContaining("0");
      }
    }
  }
}
