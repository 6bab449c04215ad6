package dev.kiln.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.OnePlugin;
import dev.kiln.spi.Support;
import dev.kiln.spi.graph.ConvolutionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.ConvolutionOptimizer;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimizers of convolutions that break, on the default model. */
class ConvolutionFallbackTest {
  @TempDir static Path temp;
  private static ModelStore models;
  private static GenerationResult plain;

  @BeforeAll
  static void open() {
    models = DefaultModel.store(temp);
    plain = draw(HookSource.NONE);
  }

  @AfterAll
  static void close() {
    models.close();
  }

  /** What is wrong with each, and how it is told. */
  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of(
            "throws",
            broken(
                (site, graph) -> {
                  throw new IllegalStateException("no idea");
                }),
            "no idea"),
        Arguments.of(
            "is no graph of the runtime's",
            broken((site, graph) -> graph.op("com.microsoft.NoSuchOperator", site.input())),
            "NoSuchOperator"),
        Arguments.of(
            "gives no numbers",
            broken((site, graph) -> graph.mul(graph.op("Relu", site.input()), Float.NaN)),
            "a network failed in which plugin 'breaker' took part: it gave NaN"));
  }

  @ParameterizedTest(name = "one that {0}")
  @MethodSource("broken")
  void isLeftOutWithAReason(String what, ConvolutionOptimizer optimizer, String reason) {
    GenerationResult result = draw(new OnePlugin("broken", optimizer));
    assertThat(result.images().get(0).rgb()).isEqualTo(plain.images().get(0).rgb());
    assertThat(result.warnings())
        .singleElement()
        .asString()
        .startsWith("convolutions go on without plugin 'breaker': ")
        .contains(reason);
  }

  private static GenerationResult draw(HookSource plugins) {
    GenerationRequest request =
        GenerationRequest.of("a girl, meadow").seed(1).steps(2).sampler("Euler").build();
    return new GenerationPipeline(models, plugins)
        .generate("job", request, Progress.SILENT, new Cancellation());
  }

  private static ConvolutionOptimizer broken(
      BiFunction<ConvolutionSite, GraphEditor, Value> convolution) {
    return new ConvolutionOptimizer() {
      @Override
      public Support supports(ConvolutionSite site, NetworkContext network) {
        // One that keeps its channels, so that other layers can read what is wrong with it.
        boolean alike = site.shape().inputs() == site.shape().outputs();
        return alike && site.shape().window().strides().get(0) == 1
            ? Support.yes("it says so")
            : Support.no("its channels change");
      }

      @Override
      public double gain(ConvolutionSite site, NetworkContext network) {
        return 2;
      }

      @Override
      public Value convolve(ConvolutionSite site, GraphEditor graph, NetworkContext network) {
        return convolution.apply(site, graph);
      }
    };
  }
}
