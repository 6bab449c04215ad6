package dev.kiln.plugin.latentcouple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar in a real host: woken, bound to options, injected. */
class LatentCoupleJarTest {
  private static final String PROMPT = "meadow AND a girl AND a boy";

  @TempDir static Path folder;
  private static TestingHost host;

  @BeforeAll
  static void drop() {
    host = new TestingHost(folder);
    host.drop("latent-couple", Path.of("target", "classes"));
  }

  @AfterAll
  static void close() {
    host.close();
  }

  private static GenerationResult drawn(String prompt, Map<String, Object> options) {
    return host.generate(
        request ->
            GenerationRequest.of(prompt)
                .sampler("Euler")
                .steps(4)
                .seed(1)
                .plugin("latent-couple", options));
  }

  @Test
  void webuisArgumentsAreItsOptions() {
    // As issue #33 of the extension has them.
    Map<String, Object> script = Map.of("args", List.of(true, "1:1,1:2", "0:0,0:0", "0.2,0.8", 15));
    assertThat(
            host.plugins()
                .services()
                .fromWebui(Map.of("alwayson_scripts", Map.of("latent couple extension", script))))
        .isEqualTo(
            Map.of(
                "latent-couple",
                Map.of(
                    "enabled",
                    true,
                    "divisions",
                    "1:1,1:2",
                    "positions",
                    "0:0,0:0",
                    "weights",
                    "0.2,0.8",
                    "endAtStep",
                    15)));
  }

  @Test
  void bothModesAreDrawnAndShowTheirRegions() {
    GenerationResult classic = drawn(PROMPT, Map.of("visualize", true));
    GenerationResult attention = drawn(PROMPT, Map.of("visualize", true, "mode", "attention"));
    assertThat(classic.images().get(0).infotext())
        .contains(
            "Latent Couple: \"divisions=1:1,1:2,1:2 positions=0:0,0:0,0:1 weights=0.2,0.8,0.8 end at step=20\"");
    assertThat(attention.images().get(0).infotext()).contains("end at step=20 mode=attention");
    assertThat(classic.images().get(0).rgb()).isNotEqualTo(attention.images().get(0).rgb());
    Picture regions = classic.pictures().get("regions");
    assertThat(regions.width()).isEqualTo(64);
    int left = regions.at(31, 5, 0) << 16 | regions.at(31, 5, 1) << 8 | regions.at(31, 5, 2);
    int right = regions.at(32, 5, 0) << 16 | regions.at(32, 5, 1) << 8 | regions.at(32, 5, 2);
    assertThat(left).isNotEqualTo(right);
  }

  @Test
  void aSketchIsReadFromBase64() {
    Picture sketch = Picture.black(16, 16);
    for (int i = 0; i < 256; i++) {
      boolean left = i % 16 < 8;
      sketch.set(i % 16, i / 16, 255, left ? 0 : 255, left ? 0 : 255);
    }
    String base64 = new PictureCodec().encode(sketch);
    Map<String, Object> options = Map.of("sketch", base64);
    assertThat(drawn("meadow AND a girl", options).images()).hasSize(1);
    assertThatThrownBy(() -> drawn(PROMPT, options))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("latent-couple: the sketch has 2 colors");
  }

  @Test
  void aTagInARegionThatNobodyTakesIsRefused() {
    assertThatThrownBy(() -> drawn(PROMPT + " <lora:cape:1>", Map.of()))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("<lora:cape:1>");
  }

  @Test
  void itsPanelHasAnEditor() {
    assertThat(new RegionPanel().html()).contains("<canvas").doesNotContain("<script", "style=");
    assertThat(new RegionPanel().script()).contains("export default function");
  }
}
