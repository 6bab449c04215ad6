package dev.kiln.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.OnePlugin;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.AttentionOptimizer;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimizers of attention that break, on the default model. */
class AttentionFallbackTest {
  @TempDir static Path temp;
  private static ModelStore models;

  @BeforeAll
  static void open() {
    models = DefaultModel.store(temp);
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
            broken((site, graph) -> graph.op("com.microsoft.NoSuchOperator", site.query())),
            "NoSuchOperator"),
        Arguments.of(
            "has a wrong shape",
            broken((site, graph) -> graph.slice(site.query(), 2, 0, 3)),
            "requested shape:{1,77,128}"),
        Arguments.of(
            "gives no numbers",
            broken((site, graph) -> graph.mul(site.query(), graph.constant(Float.NaN))),
            "a network failed in which plugin 'breaker' took part: it gave NaN in place of numbers"));
  }

  @ParameterizedTest(name = "one that {0}")
  @MethodSource("broken")
  void oneThatWasAskedForFailsItsRequestWithPluginSiteAndReason(
      String what, AttentionOptimizer optimizer, String reason) {
    assertThatThrownBy(() -> draw(optimizer, "broken"))
        .isInstanceOf(PluginProblem.class)
        .hasMessageContaining("plugin 'breaker' ")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest(name = "one that {0}")
  @MethodSource("broken")
  void oneThatWasChosenAutomaticallyIsLeftOutWithAReason(
      String what, AttentionOptimizer optimizer, String reason) {
    GenerationResult result = draw(optimizer, "");
    GenerationResult plain = draw(optimizer, "none");
    assertThat(result.images().get(0).rgb()).isEqualTo(plain.images().get(0).rgb());
    assertThat(result.warnings())
        .singleElement()
        .asString()
        .startsWith("attention goes on without plugin 'breaker', which was chosen automatically: ")
        .contains(reason);
    assertThat(result.attention()).startsWith("none, 0/0 sites");
    assertThat(result.images().get(0).infotext()).doesNotContain("broken");
  }

  @Test
  void theHostLivesOn() {
    AttentionOptimizer throwing =
        broken(
            (site, graph) -> {
              throw new StackOverflowError("deep");
            });
    assertThatThrownBy(() -> draw(throwing, "broken")).hasMessageContaining("plugin 'breaker'");
    assertThat(draw(throwing, "none").images()).hasSize(1);
  }

  @Test
  void anOptimizerThatWorksTakesAllSites() {
    AttentionOptimizer fused =
        broken(
            (site, graph) ->
                graph.op(
                    "com.microsoft.MultiHeadAttention",
                    Attributes.of("num_heads", site.heads()).and("scale", site.scale()),
                    site.query(),
                    site.key(),
                    site.value()));
    assertThat(draw(fused, "broken").attention()).isEqualTo("broken, 14/14 sites: asked for");
  }

  private static GenerationResult draw(AttentionOptimizer optimizer, String wanted) {
    GenerationRequest request =
        GenerationRequest.of("a girl, meadow")
            .seed(1)
            .steps(2)
            .sampler("Euler")
            .attention(wanted)
            .build();
    return new GenerationPipeline(models, new OnePlugin("broken", optimizer))
        .generate("job", request, Progress.SILENT, new Cancellation());
  }

  private static AttentionOptimizer broken(
      BiFunction<AttentionSite, GraphEditor, Value> attention) {
    return new AttentionOptimizer() {
      @Override
      public Support supports(AttentionSite site, NetworkContext network) {
        return Support.yes("it says so");
      }

      @Override
      public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
        return attention.apply(site, graph);
      }
    };
  }
}
