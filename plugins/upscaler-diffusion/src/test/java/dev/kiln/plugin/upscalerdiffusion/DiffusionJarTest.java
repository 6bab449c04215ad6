package dev.kiln.plugin.upscalerdiffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.Versions;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.testkit.TestingHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin's jar in a host, asked by another plugin through the service {@code Upscalers}. */
class DiffusionJarTest {
  @TempDir private Path temp;
  private TestingX4 models;
  private TestingHost host;

  @BeforeEach
  void start() {
    models = new TestingX4(temp).withSingleFile();
    host = new TestingHost(temp.resolve("host"), models.services());
    asker().dropInto(temp.resolve("host/plugins"), "zz-asker.jar");
    host.drop("upscaler-diffusion", Path.of("target", "classes"));
  }

  @AfterEach
  void stop() {
    host.close();
    models.close();
  }

  /** Has a model, too, and a command that lists all upscalers and enlarges a black picture. */
  private static PluginJar asker() {
    return PluginJar.of("zz-asker", Versions.KILN)
        .source(
            "demo.Fast",
            """
            package demo;
            import dev.kiln.spi.tensor.Picture;
            import dev.kiln.spi.upscale.*;
            import java.util.List;
            @org.pf4j.Extension
            @jakarta.inject.Singleton
            public class Fast implements dev.kiln.spi.hook.Upscaler {
              @Override
              public List<UpscalerInfo> models() {
                return List.of(new UpscalerInfo("fast", 2, java.nio.file.Path.of("fast.onnx")));
              }

              @Override
              public Picture upscale(UpscaleCall call) {
                return Picture.black(call.width(), call.height());
              }
            }
            """)
        .source(
            "demo.Ask",
            """
            package demo;
            import dev.kiln.spi.host.*;
            import dev.kiln.spi.tensor.Picture;
            import dev.kiln.spi.upscale.*;
            import jakarta.inject.Inject;
            @org.pf4j.Extension
            @jakarta.inject.Singleton
            @dev.kiln.spi.index.Command(name = "ask", summary = "Ask", parameters = "NAME")
            public class Ask implements dev.kiln.spi.hook.CliContribution {
              @Inject Upscalers upscalers;

              @Override
              public int run(CliCall call) {
                upscalers.infos().forEach(info -> call.print(info.name() + " " + info.scale()));
                Picture made = upscalers.upscale(
                    call.parameters().get(0), Picture.black(16, 8), 40, 20, UpscaleWatcher.NONE);
                call.print(made.width() + "x" + made.height());
                return 0;
              }
            }
            """);
  }

  private void settings(String section) throws IOException {
    Files.writeString(
        Files.createDirectories(temp.resolve("host/home")).resolve("settings.json"),
        "{\"plugins\": {\"upscaler-diffusion\": " + section + "}}");
  }

  @Test
  void modelIsListedBehindThoseOfOthersAndEnlarges() throws IOException {
    settings("{\"steps\": 1, \"sampler\": \"euler\"}");
    assertThat(host.run("ask", Map.of(), "X4-Single").printed())
        .containsExactly("fast 2", "x4-single 4", "40x20");
  }

  @Test
  void noiseLevelOutOfBoundsIsRefused() throws IOException {
    settings("{\"noise\": 351}");
    assertThatThrownBy(() -> host.run("ask", Map.of(), "x4-single"))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("plugin 'upscaler-diffusion': noise is 351; it must be 0 to 350");
  }
}
