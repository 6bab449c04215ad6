package dev.kiln.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.OnePlugin;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.Prompts.TagScope;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.ConditionProcessor;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hooks that see the prompt, the conditions and the network's inputs of one request. */
class PromptHooksTest {
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

  private static GenerationResult drawn(String prompt, HookSource plugins) {
    GenerationRequest request = GenerationRequest.of(prompt).steps(2).seed(1).build();
    return new GenerationPipeline(models, plugins)
        .generate("job", request, Progress.SILENT, new Cancellation());
  }

  private static byte[] picture(String prompt, HookSource plugins) {
    return drawn(prompt, plugins).images().get(0).rgb();
  }

  private record Taken(String tag) {}

  /** Takes {@code <x:1>} and tells the later hooks. */
  private static final class TagTaker implements PromptProcessor, GraphPatcher {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public Prompts process(Prompts prompts, RequestContext request) {
      request.keep(new Taken("first"));
      request.keep(new Taken("x"));
      request.picture("map", Picture.black(2, 3));
      return new Prompts(
          prompts.prompt().replace("<x:1>", ""), prompts.negative(), prompts.scope());
    }

    @Override
    public Optional<GraphPatch> open(NetworkContext network) {
      network.kept(Taken.class).ifPresent(taken -> seen.add(network.kind() + " " + taken.tag()));
      return Optional.empty();
    }
  }

  @Test
  void aTakenTagIsNoWordAndIsKnownToLaterHooks() {
    TagTaker taker = new TagTaker();
    GenerationResult result = drawn("a girl<x:1>, meadow", new OnePlugin(taker));
    assertThat(result.images().get(0).rgb()).isEqualTo(picture("a girl, meadow", HookSource.NONE));
    assertThat(result.images().get(0).infotext()).startsWith("a girl<x:1>, meadow\n");
    assertThat(taker.seen).contains("TEXT_ENCODER x", "UNET x").doesNotContain("UNET first");
    assertThat(result.pictures().get("map").height()).isEqualTo(3);
  }

  @Test
  void aTagThatIsLeftIsRefused() {
    assertThatThrownBy(() -> drawn("a girl <y:1>", new OnePlugin(new TagTaker())))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("<y:1>");
  }

  /** Lets tags act in their parts, and notes whose text encoder is asked for. */
  private static final class ByPart implements PromptProcessor, GraphPatcher {
    private final List<OptionalInt> parts = new CopyOnWriteArrayList<>();

    @Override
    public Prompts process(Prompts prompts, RequestContext request) {
      return new Prompts(prompts.prompt(), prompts.negative(), TagScope.PART);
    }

    @Override
    public Optional<GraphPatch> open(NetworkContext network) {
      if (network.kind() != NetworkKind.TEXT_ENCODER) {
        return Optional.empty();
      }
      parts.add(network.part());
      return network.part().isEmpty()
          ? Optional.empty()
          : Optional.of(new Zeroed("part " + network.part().getAsInt()));
    }
  }

  /** Takes all strength out of a network's first layer. */
  private record Zeroed(String fingerprint) implements GraphPatch {
    @Override
    public void apply(NetworkGraph network) {
      var layer = network.linears().get(0);
      network.write(layer, new float[network.read(layer).length]);
    }
  }

  @Test
  void eachPartHasItsOwnTextEncoderWhereTagsActInParts() {
    ByPart hook = new ByPart();
    byte[] found = picture("a girl AND a boy", new OnePlugin(hook));
    assertThat(hook.parts)
        .containsExactlyInAnyOrder(OptionalInt.of(0), OptionalInt.of(1), OptionalInt.empty());
    assertThat(found).isNotEqualTo(picture("a girl AND a boy", HookSource.NONE));
  }

  @Test
  void conditionsArePluginsToChange() {
    ConditionProcessor first =
        (conditions, request) ->
            new Conditions(conditions.parts().subList(0, 1), conditions.negative());
    assertThat(picture("a girl, red hair AND a boy", new OnePlugin(first)))
        .isEqualTo(picture("a girl, red hair", HookSource.NONE));
  }

  /** Multiplies the prediction of each row with an input of its own. */
  private record Scaled(Optional<Tensor> fed) implements GraphPatcher, DenoiseHook, HookPoint {
    @Override
    public Optional<GraphPatch> open(NetworkContext network) {
      return network.kind() == NetworkKind.UNET ? Optional.of(new Patch()) : Optional.empty();
    }

    @Override
    public Optional<DenoiseInterceptor> open(PassContext pass) {
      return Optional.of(
          call -> {
            fed.ifPresent(values -> call.feed("strength", values));
            call.proceed();
          });
    }

    private static final class Patch implements GraphPatch {
      @Override
      public String fingerprint() {
        return "strength";
      }

      @Override
      public void apply(NetworkGraph network) {
        Value strength = network.input("strength", "batch", "1", "1", "1");
        Value sample = network.input("sample");
        network.replace(sample, network.editor().mul(sample, strength));
      }
    }
  }

  @Test
  void anInputIsFedForAllRowsOrForEach() {
    byte[] plain = picture("a girl", HookSource.NONE);
    Tensor ones = Tensor.of(new float[] {1, 1}, 2, 1, 1, 1);
    Tensor one = Tensor.of(new float[] {1}, 1, 1, 1, 1);
    Tensor other = Tensor.of(new float[] {1, 0}, 2, 1, 1, 1);
    assertThat(picture("a girl", new OnePlugin(new Scaled(Optional.of(ones))))).isEqualTo(plain);
    assertThat(picture("a girl", new OnePlugin(new Scaled(Optional.of(one))))).isEqualTo(plain);
    assertThat(picture("a girl", new OnePlugin(new Scaled(Optional.of(other)))))
        .isNotEqualTo(plain);
  }

  @Test
  void anInputThatNobodyFeedsIsTold() {
    assertThatThrownBy(() -> drawn("a girl", new OnePlugin(new Scaled(Optional.empty()))))
        .isInstanceOf(PluginProblem.class)
        .hasMessageContaining("'strength'")
        .hasMessageContaining("not fed");
    Tensor three = Tensor.zeros(3, 1, 1, 1);
    assertThatThrownBy(() -> drawn("a girl", new OnePlugin(new Scaled(Optional.of(three)))))
        .hasMessageContaining("must be 2");
  }
}
