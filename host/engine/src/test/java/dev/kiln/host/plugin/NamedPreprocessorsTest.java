package dev.kiln.host.plugin;

import static dev.kiln.host.plugin.TestingPlugins.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.plugin.PluginReport.PluginLine;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.control.PreprocessorInfo;
import dev.kiln.spi.control.PreprocessorInfo.Slider;
import dev.kiln.spi.control.PreprocessorInfo.Trait;
import dev.kiln.spi.host.ControlPreprocessors;
import dev.kiln.spi.tensor.Picture;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Preprocessors of two plugins; their maps say what they were called with. */
class NamedPreprocessorsTest {
  private static final Picture PICTURE = Picture.black(2, 3);
  private static final String EDGES =
      """
      name = "canny", label = "Edges, fine",
      sliders = @OffersPreprocessor.Slider(label = "Low", value = 3, min = 1, max = 10, step = 1)""";
  private static final String LINES =
      """
      name = "lineart", label = "lineart_realistic",
      priority = 5, traits = PreprocessorInfo.Trait.NEEDS_MASK""";

  @TempDir private Path temp;
  private PluginRuntime runtime;
  private ControlPreprocessors preprocessors;

  @BeforeEach
  void start() {
    TestingPlugins plugins = new TestingPlugins(temp);
    preprocessor("edges", EDGES).dropInto(plugins.jars(), "edges.jar");
    preprocessor("lines", LINES).dropInto(plugins.jars(), "lines.jar");
    asking("asks").dropInto(plugins.jars(), "asks.jar");
    runtime = plugins.runtime();
    preprocessors = new NamedPreprocessors(runtime);
  }

  @AfterEach
  void stop() {
    runtime.close();
  }

  @Test
  void nameOrLabelWakesItsPluginAlone() {
    for (String name : new String[] {"canny", "CANNY", " edges, fine "}) {
      assertThat(preprocessors.info(name).name()).isEqualTo("canny");
    }
    assertThat(line(runtime, "edges").state()).isEqualTo(JarState.IDLE);
    preprocessors.run(" edges, fine ", PreprocessorCall.of(PICTURE));
    assertThat(line(runtime, "edges").state()).isEqualTo(JarState.AWAKE);
    assertThat(line(runtime, "lines").state()).isEqualTo(JarState.IDLE);
  }

  @Test
  void listIsInOrderOfPriorityAndThenOfNamesAndWakesNobody() {
    assertThat(preprocessors.infos())
        .containsExactly(
            PreprocessorInfo.of("lineart", "Canny")
                .withLabel("lineart_realistic")
                .withPriority(5)
                .with(Trait.NEEDS_MASK),
            PreprocessorInfo.of("canny", "Canny")
                .withLabel("Edges, fine")
                .with(new Slider("Low", 3, 1, 10, 1)));
    assertThat(runtime.report().plugins())
        .extracting(PluginLine::state)
        .containsOnly(JarState.IDLE);
  }

  @Test
  void numberOutOfRangeBecomesTheDefault() {
    assertThat(called(new PreprocessorCall(PICTURE, null, 640, 7, 9))).isEqualTo("640 7.0 0.0");
    assertThat(called(PreprocessorCall.of(PICTURE))).isEqualTo("512 3.0 0.0");
    assertThat(called(new PreprocessorCall(PICTURE, null, 9000, 10.5, 9))).isEqualTo("512 3.0 0.0");
  }

  private String called(PreprocessorCall call) {
    return (String) preprocessors.run("canny", call).pose().get("called");
  }

  @Test
  void unknownNameIsToldWithTheNearestOnes() {
    assertThatThrownBy(() -> preprocessors.run("cany", PreprocessorCall.of(PICTURE)))
        .isInstanceOf(BadRequest.class)
        .hasMessage("unknown preprocessor \"cany\"; nearest: canny, lineart, Edges, fine");
  }

  @Test
  void missingMaskIsTheUsersMistake() {
    assertThatThrownBy(() -> preprocessors.run("lineart", PreprocessorCall.of(PICTURE)))
        .isInstanceOf(BadRequest.class)
        .hasMessage("the preprocessor lineart needs a mask of its picture, and there is none");
  }

  @Test
  void failureNamesThePluginAndWhatWasAsked() {
    assertThatThrownBy(() -> preprocessors.run("canny", PreprocessorCall.of(Picture.black(666, 1))))
        .isInstanceOf(PluginProblem.class)
        .hasMessage("plugin 'edges' failed in ControlPreprocessor canny: too wide");
  }

  @Test
  void anotherPluginAsksForThemByInjection() throws Exception {
    assertThat(new TestingCall("/kiln/v1/ask").jsonFrom(runtime.services()))
        .contains("512 3.0 0.0");
  }

  private static PluginJar preprocessor(String id, String names) {
    return PluginJar.of(id, "1.0.0")
        .source(
            "demo.Maps",
            """
            package demo;
            import dev.kiln.spi.control.*;
            import java.util.Map;
            import dev.kiln.spi.index.OffersPreprocessor;
            @org.pf4j.Extension
            @OffersPreprocessor(NAMES, tags = "Canny")
            public class Maps implements dev.kiln.spi.hook.ControlPreprocessor {
              public Preprocessed process(PreprocessorCall call) {
                if (call.picture().width() > 600) { throw new IllegalStateException("too wide"); }
                String text = call.resolution() + " " + call.thresholdA() + " " + call.thresholdB();
                return new Preprocessed(call.picture(), Map.of("called", text));
              }
            }
            """
                .replace("NAMES", names));
  }

  private static PluginJar asking(String id) {
    return PluginJar.of(id, "1.0.0")
        .source(
            "demo.Asks",
            """
            package demo;
            import dev.kiln.spi.control.PreprocessorCall;
            import dev.kiln.spi.host.*;
            import dev.kiln.spi.tensor.Picture;
            @org.pf4j.Extension
            @dev.kiln.spi.index.Route(method = "GET", path = "/kiln/v1/ask", summary = "Asks.")
            public class Asks implements dev.kiln.spi.hook.HttpEndpoint {
              @jakarta.inject.Inject ControlPreprocessors preprocessors;
              public ApiResponse handle(ApiCall call) {
                PreprocessorCall one = PreprocessorCall.of(Picture.black(1, 1));
                return ApiResponse.ok(preprocessors.run("Edges, fine", one).pose().get("called"));
              }
            }
            """);
  }
}
