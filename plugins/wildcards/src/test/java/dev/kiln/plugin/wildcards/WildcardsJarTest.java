package dev.kiln.plugin.wildcards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin as a jar in the real host. */
class WildcardsJarTest {
  @Test
  void thePictureIsThatOfTheTextInItsInfotext(@TempDir Path folder) throws Exception {
    try (TestingHost host = new TestingHost(folder)) {
      host.drop("wildcards", Path.of("target", "classes"));
      String prompt = "a girl, __place__";
      GeneratedImage without = draw(host, prompt, 1).get(0);
      assertThat(without.infotext()).startsWith(prompt + "\n");
      Path file = folder.resolve("wildcards/place.txt");
      Files.createDirectories(file.getParent());
      Files.write(file, List.of("sea", "wood", "city", "desert", "river"));
      List<GeneratedImage> images = draw(host, prompt, 3);
      assertThat(images.stream().map(image -> text(image)).distinct().count()).isGreaterThan(1);
      assertThat(draw(host, text(images.get(0)), 1).get(0).rgb()).isEqualTo(images.get(0).rgb());
      assertThat(draw(host, prompt, 1).get(0).infotext()).isEqualTo(images.get(0).infotext());
    }
  }

  private static List<GeneratedImage> draw(TestingHost host, String prompt, int pictures) {
    return host.generate(
            request -> request.with(RequestFields.PROMPT, prompt).steps(2).batch(1, pictures))
        .images();
  }

  private static String text(GeneratedImage image) {
    return image.infotext().lines().findFirst().orElseThrow();
  }
}
