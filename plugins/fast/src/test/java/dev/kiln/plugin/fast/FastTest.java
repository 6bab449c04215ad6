package dev.kiln.plugin.fast;

import static dev.kiln.plugin.fast.TestingReports.report;
import static dev.kiln.plugin.fast.TestingReports.setting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.plugin.fast.benchmark.Lent;
import dev.kiln.spi.testkit.TestingHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar in a real host, beside one accelerator and one plugin that splits requests. */
class FastTest {
  private static final Map<String, Object> FAST = Map.of("pace", "fast");

  @TempDir static Path folder;
  @AutoClose private static TestingHost host;

  @BeforeAll
  static void drop() throws IOException {
    host = new TestingHost(folder, Lent.services(FakeHost.with("shift")));
    PluginJar.of("shift", "1.0.0")
        .source("demo.Shift", SHIFT)
        .dropInto(folder.resolve("plugins"), "shift.jar");
    PluginJar.of("twice", "1.0.0")
        .source("demo.Twice", TWICE)
        .dropInto(folder.resolve("plugins"), "twice.jar");
    host.drop("fast", Path.of("target", "classes"));
    TestingReports.of(folder.resolve("home/data/fast"), FakeHost.with("shift"))
        .keep(
            "default",
            report(
                "default",
                setting(1.5, 0.97, Map.of("plugins", Map.of("shift", Map.of("by", 0.25))))));
  }

  private static GenerationResult draw(Map<String, Map<String, Object>> plugins) {
    return host.generate(
        request -> {
          request.steps(2);
          plugins.forEach(request::plugin);
          return request;
        });
  }

  @Test
  void itIsThePictureOfTheOptionsAndSaysThemInItsInfotext() {
    GenerationResult fast = draw(Map.of("fast", FAST));
    GeneratedImage picture = fast.images().get(0);
    GeneratedImage typed = draw(Map.of("shift", Map.of("by", 0.25))).images().get(0);
    assertThat(fast.images()).hasSize(1);
    assertThat(fast.warnings()).isEmpty();
    assertThat(picture.rgb()).isEqualTo(typed.rgb());
    assertThat(picture.infotext()).isEqualTo(typed.infotext()).contains("Shift by: 0.25");
    assertThat(fast.infotext()).containsEntry("Shift by", "0.25");
    assertThat(picture.rgb()).isNotEqualTo(draw(Map.of()).images().get(0).rgb());
  }

  @Test
  void aFullPaceDrawsAsEver() {
    GeneratedImage full = draw(Map.of("fast", Map.of("pace", "full"))).images().get(0);
    GeneratedImage plain = draw(Map.of()).images().get(0);
    assertThat(full.rgb()).isEqualTo(plain.rgb());
    assertThat(full.infotext()).isEqualTo(plain.infotext());
  }

  @Test
  void whatTheRequestSaysItselfStays() {
    GenerationResult fast = draw(Map.of("fast", FAST, "shift", Map.of("by", 0.5)));
    assertThat(fast.images().get(0).infotext()).contains("Shift by: 0.5");
  }

  @Test
  void eachPartOfARequestMayHaveAPace() {
    GenerationResult both = draw(Map.of("fast", FAST, "twice", Map.of("on", true)));
    List<GeneratedImage> images = both.images();
    assertThat(images).hasSize(2);
    assertThat(images.get(0).infotext()).contains("Seed: 1,", "Shift by: 0.25");
    assertThat(images.get(1).infotext()).contains("Seed: 2,", "Shift by: 0.25");
    assertThat(images.get(0).rgb()).isEqualTo(draw(Map.of("fast", FAST)).images().get(0).rgb());
  }

  private static final String SHIFT =
      """
      package demo;
      import dev.kiln.spi.generate.PassContext;
      import dev.kiln.spi.hook.*;
      import dev.kiln.spi.index.*;
      import java.util.Optional;
      @org.pf4j.Extension
      @jakarta.inject.Singleton
      public class Shift implements DenoiseHook {
        @PluginOptions
        public record Options(
            @Option(label = "By", defaultValue = "0.1", min = 0, max = 1, infotext = "Shift by", exact = "0")
            double by) {}
        public Optional<DenoiseInterceptor> open(PassContext pass) {
          return pass.options(Options.class).map(options -> {
            pass.infotext("Shift by", String.valueOf(options.by()));
            return call -> {
              call.proceed();
              for (int i = 0; i < call.denoised().data().length; i++) {
                call.denoised().data()[i] += (float) options.by();
              }
            };
          });
        }
      }
      """;

  private static final String TWICE =
      """
      package demo;
      import dev.kiln.spi.generate.*;
      import dev.kiln.spi.hook.*;
      import dev.kiln.spi.host.Generated;
      import dev.kiln.spi.index.*;
      import java.util.*;
      @org.pf4j.Extension
      @jakarta.inject.Singleton
      public class Twice implements RequestSplitter {
        @PluginOptions
        public record Options(@Option(label = "On", defaultValue = "true") boolean on) {}
        public Optional<Split> split(SplitCall call) {
          return call.options(Options.class).map(options -> new Split() {
            public List<Map<String, Object>> parts() {
              return List.of(Map.of("seed", 1L), Map.of("seed", 2L));
            }
            public Assembled assemble(List<Generated> parts) {
              return new Assembled(List.of(), true, Map.of(), List.of());
            }
          });
        }
      }
      """;
}
