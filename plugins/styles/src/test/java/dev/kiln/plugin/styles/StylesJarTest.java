package dev.kiln.plugin.styles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin as a jar in the real host. */
class StylesJarTest {
  @Test
  void aStyleChangesThePictureAndStandsInItsText(@TempDir Path folder) throws Exception {
    Path file = Files.createDirectories(folder.resolve("home/data/styles")).resolve(StyleFile.NAME);
    Files.writeString(file, "name,prompt,negative_prompt\nnight,\"{prompt}, night\",sun\n");
    try (TestingHost host = new TestingHost(folder)) {
      host.drop("styles", Path.of("target", "classes"));
      Map<String, Object> options = Map.of("styles", List.of("night"));
      GeneratedImage styled =
          host.generate(request -> request.plugin("styles", options)).images().get(0);
      GeneratedImage typed =
          host.generate(
                  request ->
                      request
                          .with(RequestFields.PROMPT, "a girl with long red hair, night")
                          .negativePrompt("sun"))
              .images()
              .get(0);
      assertThat(styled.infotext())
          .startsWith("a girl with long red hair, night\nNegative prompt: sun\n");
      assertThat(styled.rgb()).isEqualTo(typed.rgb());
      assertThat(host.plugins().services().fromWebui(Map.of("styles", List.of("night"))))
          .isEqualTo(Map.of("styles", options));
      assertThat(new FakeApiCall("GET", StylesRoute.PATH).jsonFrom(host.plugins()))
          .isEqualTo(
              List.of(
                  Map.of("name", "night", "prompt", "{prompt}, night", "negative_prompt", "sun")));
    }
  }
}
