package dev.kiln.plugin.hiresfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.image.Infotext;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar in a host: woken, bound to options, injected. */
class HiresFixJarTest {
  @TempDir static Path folder;
  private static TestingHost host;

  @BeforeAll
  static void drop() {
    host = new TestingHost(folder);
    host.drop("hires-fix", Path.of("target", "classes"));
  }

  @AfterAll
  static void close() {
    host.close();
  }

  private static GeneratedImage drawn(Map<String, Object> options) {
    return host.generate(
            request ->
                GenerationRequest.of("a girl")
                    .sampler("Euler")
                    .steps(3)
                    .seed(1)
                    .plugin("hires-fix", options))
        .images()
        .get(0);
  }

  @Test
  void itDrawsAgainWhereItIsEnabled() {
    assertThat(drawn(Map.of("scale", 2.0)).width()).isEqualTo(64);
    GeneratedImage large = drawn(Map.of("enabled", true, "strength", 0.6));
    assertThat(large.width()).isEqualTo(128);
    assertThat(Infotext.parse(large.infotext()).values())
        .containsEntry("Size", "64x64")
        .containsEntry("Denoising strength", "0.6")
        .containsEntry("Hires upscale", "2")
        .doesNotContainKey("Hires steps");
    assertThatThrownBy(() -> drawn(Map.of("enabled", true, "strength", 1.5)))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("strength");
  }

  @Test
  void webuisFieldsAreItsOptions() {
    Map<String, Object> fields = new HashMap<>();
    fields.put("enable_hr", true);
    fields.put("denoising_strength", 0.5);
    fields.put("hr_scale", 2.0);
    fields.put("hr_upscaler", "Lanczos");
    fields.put("hr_second_pass_steps", 4);
    fields.put("hr_prompt", "a boy");
    assertThat(host.plugins().services().fromWebui(fields).get("hires-fix"))
        .isEqualTo(
            Map.of(
                "enabled",
                true,
                "strength",
                0.5,
                "upscaler",
                "Lanczos",
                "steps",
                4,
                "prompt",
                "a boy"));
  }
}
