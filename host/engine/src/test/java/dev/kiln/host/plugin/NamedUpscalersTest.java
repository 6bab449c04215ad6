package dev.kiln.host.plugin;

import static dev.kiln.host.plugin.TestingPlugins.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.testing.PluginJar;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.host.Upscalers;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscaleWatcher;
import dev.kiln.spi.upscale.UpscalerInfo;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Upscalers of three plugins: declared names, and models that are known when asked for. */
class NamedUpscalersTest {
  private static final Picture PICTURE = Picture.black(2, 3);

  @TempDir private Path temp;
  private PluginRuntime runtime;
  private Upscalers upscalers;

  @BeforeEach
  void start() {
    TestingPlugins plugins = new TestingPlugins(temp);
    plain("plain", "@dev.kiln.spi.index.Offers({\"Smooth\", \"None\"})", "")
        .dropInto(plugins.jars(), "plain.jar");
    plain(
            "files",
            "",
            """
              public List<UpscalerInfo> models() {
                return List.of(
                    new UpscalerInfo("4x-Sharp", 4, java.nio.file.Path.of("esrgan", "4x-Sharp.onnx")),
                    new UpscalerInfo("smooth", 2, null));
              }
            """)
        .dropInto(plugins.jars(), "files.jar");
    plain("zz", "@dev.kiln.spi.index.Offers(\"none\")", "").dropInto(plugins.jars(), "zz.jar");
    runtime = plugins.runtime();
    upscalers = new NamedUpscalers(runtime);
  }

  @AfterEach
  void stop() {
    runtime.close();
  }

  @Test
  void declaredNameWakesItsPluginAlone() {
    assertThat(upscalers.info(" SMOOTH ").name()).isEqualTo("Smooth");
    assertThat(line(runtime, "plain").state()).isEqualTo(JarState.IDLE);
    assertThat(upscalers.upscale("smooth", PICTURE, 5, 6, UpscaleWatcher.NONE).width())
        .isEqualTo(5);
    assertThat(line(runtime, "plain").state()).isEqualTo(JarState.AWAKE);
    assertThat(line(runtime, "files").state()).isEqualTo(JarState.IDLE);
  }

  @Test
  void listHasEachNameOnceAndDeclaredNamesFirst() {
    assertThat(upscalers.infos())
        .extracting(UpscalerInfo::name)
        .containsExactly("Smooth", "None", "4x-Sharp");
    assertThat(line(runtime, "plain").state()).isEqualTo(JarState.IDLE);
    assertThat(line(runtime, "files").state()).isEqualTo(JarState.AWAKE);
  }

  @Test
  void modelIsFoundByItsNameOrByThatOfItsFile() {
    for (String name : new String[] {"4x-sharp", "4X-Sharp.onnx"}) {
      assertThat(upscalers.info(name).scale()).isEqualTo(4);
    }
    assertThat(upscalers.upscale("4x-sharp", PICTURE, 7, 8, UpscaleWatcher.NONE).height())
        .isEqualTo(8);
  }

  @Test
  void nameThatTwoPluginsDeclareIsAConflict() {
    assertThat(runtime.report().conflicts())
        .anySatisfy(
            conflict -> {
              assertThat(conflict.point()).isEqualTo("Upscaler");
              assertThat(conflict.winner()).isEqualTo("plain");
            });
  }

  @Test
  void unknownNameIsToldWithTheNearestOnes() {
    assertThatThrownBy(() -> upscalers.info("4x-Shrap"))
        .isInstanceOf(BadRequest.class)
        .hasMessage("unknown upscaler \"4x-Shrap\"; nearest: 4x-Sharp, Smooth, None");
  }

  @Test
  void resultThatIsTooLargeIsRefusedBeforeAnybodyIsAsked() {
    assertThatThrownBy(() -> upscalers.upscale("none", PICTURE, 20_000, 8, UpscaleWatcher.NONE))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "the enlarged picture has 20000x8 pixels; at most 8192 a side and 64 million in all"
                + " are taken, scale it down");
  }

  @Test
  void failureNamesThePluginAndWhatWasAsked() {
    assertThatThrownBy(() -> upscalers.upscale("Smooth", PICTURE, 666, 1, UpscaleWatcher.NONE))
        .isInstanceOf(PluginProblem.class)
        .hasMessage("plugin 'plain' failed in Upscaler Smooth: too wide");
    assertThatThrownBy(() -> upscalers.upscale("Smooth", PICTURE, 13, 1, UpscaleWatcher.NONE))
        .isInstanceOf(PluginProblem.class)
        .hasMessage(
            "plugin 'plain' made a picture of 2x3 pixels in Upscaler Smooth, expected 13x1");
  }

  @Test
  void endOfTheWatcherIsTheEndOfTheWork() {
    UpscaleWatcher stopping =
        (done, total) -> {
          throw new CancellationException("enough");
        };
    assertThatThrownBy(() -> upscalers.upscale("Smooth", PICTURE, 4, 4, stopping))
        .isInstanceOf(CancellationException.class);
  }

  private static PluginJar plain(String id, String names, String models) {
    return PluginJar.of(id, "1.0.0")
        .source(
            "demo.Plain",
            """
            package demo;
            import dev.kiln.spi.tensor.Picture;
            import dev.kiln.spi.upscale.*;
            import java.util.List;
            @org.pf4j.Extension
            NAMES
            public class Plain implements dev.kiln.spi.hook.Upscaler {
            MODELS
              public Picture upscale(UpscaleCall call) {
                call.watcher().progress(1, 1);
                if (call.width() == 666) { throw new IllegalStateException("too wide"); }
                return call.width() == 13
                    ? call.picture() : Picture.black(call.width(), call.height());
              }
            }
            """
                .replace("NAMES", names)
                .replace("MODELS", models));
  }
}
