package dev.kiln.host.pipeline.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.host.request.RequestFields;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.OnePlugin;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.Prompt;
import dev.kiln.spi.generate.Prompt.Part;
import dev.kiln.spi.generate.Prompt.Written;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
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
    return drawn(GenerationRequest.of(prompt).steps(2).seed(1).build(), plugins);
  }

  private static GenerationResult drawn(GenerationRequest request, HookSource plugins) {
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
      return prompts.map(
          prompt ->
              prompt.withParts(
                  prompt.parts().stream()
                      .map(part -> part.without(tag -> tag.name().equals("x")))
                      .toList()));
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
  void tagsAreLeftUnusedWhereExtraNetworksAreDisabled() {
    GenerationRequest request =
        GenerationRequest.of("a girl<y:1>, meadow AND snow <x:1>")
            .steps(2)
            .seed(1)
            .with(RequestFields.DISABLE_EXTRA_NETWORKS, true)
            .build();
    TagTaker taker = new TagTaker();
    GeneratedImage image = drawn(request, new OnePlugin(taker)).images().get(0);
    assertThat(image.rgb()).isEqualTo(picture("a girl, meadow AND snow ", HookSource.NONE));
    assertThat(image.infotext())
        .startsWith("a girl<y:1>, meadow AND snow <x:1>\n")
        .contains("Disable extra networks: True");
  }

  @Test
  void eachPictureHasItsPromptOfTheList() {
    GenerationRequest pair = GenerationRequest.of("x").steps(2).seed(1).batch(1, 2).build();
    GenerationRequest request =
        new GenerationRequestBuilder(pair)
            .with(RequestFields.PROMPTS, List.of("a girl", "a house"))
            .with(RequestFields.NEGATIVE_PROMPTS, List.of("", "night"))
            .build();
    List<GeneratedImage> images = drawn(request, HookSource.NONE).images();
    assertThat(images.get(0).rgb()).isEqualTo(picture("a girl", HookSource.NONE));
    GenerationRequest second =
        GenerationRequest.of("a house").negativePrompt("night").steps(2).seed(2).build();
    assertThat(images.get(1).rgb()).isEqualTo(drawn(second, HookSource.NONE).images().get(0).rgb());
    assertThat(images.get(1).infotext()).startsWith("a house\nNegative prompt: night\n");
    assertThat(images.get(1).written()).isEqualTo(new Written("a house", "night"));
  }

  @Test
  void aTagThatIsLeftIsRefused() {
    assertThatThrownBy(() -> drawn("a girl <y:1>", new OnePlugin(new TagTaker())))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "the prompt asks for <y:1>, but no installed plugin takes y tags; leave it out or install one that does");
    assertThatThrownBy(() -> drawn("a <g<x:1>irl:1>", new OnePlugin(new TagTaker())))
        .as("what is a tag once another is taken")
        .hasMessageContaining("<girl:1>");
    PromptProcessor writer =
        (prompts, request) ->
            prompts.map(it -> it.withParts(List.of(it.parts().get(0).withText("a <z:1>"))));
    assertThatThrownBy(() -> drawn("a girl", new OnePlugin(writer)))
        .as("what a plugin writes into a text")
        .hasMessageContaining("<z:1>");
  }

  /** Draws one of {@code {red|blue}} in each picture: which one, its seed decides. */
  private static final PromptProcessor CHOICES =
      (prompts, request) -> {
        List<Prompt> chosen = new ArrayList<>();
        for (int picture = 0; picture < prompts.pictures().size(); picture++) {
          Prompt prompt = prompts.pictures().get(picture);
          long seed = request.seed(picture);
          chosen.add(
              Prompt.of(
                  chosen(prompt.written().prompt(), seed),
                  chosen(prompt.written().negative(), seed)));
        }
        return new Prompts(chosen, prompts.scope());
      };

  private static String chosen(String text, long seed) {
    return Pattern.compile("\\{([^}]*)}")
        .matcher(text)
        .replaceAll(
            choices -> {
              String[] all = choices.group(1).split("[|]");
              return all[(int) (seed % all.length)];
            });
  }

  private static GenerationRequestBuilder request(String prompt, long seed) {
    return GenerationRequest.of(prompt).steps(2).seed(seed).size(64, 64);
  }

  private static List<GeneratedImage> images(GenerationRequestBuilder request, HookSource plugins) {
    return new GenerationPipeline(models, plugins)
        .generate("job", request.build(), Progress.SILENT, new Cancellation())
        .images();
  }

  @Test
  void eachPictureOfABatchIsDrawnFromItsOwnPrompt() {
    String prompt = "a girl, {red hair|blue hair AND meadow:0.5|red hair}";
    List<GeneratedImage> all =
        images(request(prompt, 3).negativePrompt("{rain|fog}").batch(2, 2), new OnePlugin(CHOICES));
    assertThat(all)
        .extracting(image -> image.written().prompt())
        .containsExactly(
            "a girl, red hair",
            "a girl, blue hair AND meadow:0.5",
            "a girl, red hair",
            "a girl, red hair");
    for (int i = 0; i < all.size(); i++) {
      GeneratedImage image = all.get(i);
      Written written = image.written();
      GeneratedImage alone =
          images(
                  request(written.prompt(), 3 + i).negativePrompt(written.negative()),
                  HookSource.NONE)
              .get(0);
      assertThat(image.rgb()).as(written.toString()).isEqualTo(alone.rgb());
      assertThat(image.infotext()).isEqualTo(alone.infotext());
    }
  }

  @Test
  void atACfgScaleOfOnePicturesOfOneBatchAreDrawnAsAlone() {
    String prompt = "a girl{|AND meadow:0.5}";
    List<GeneratedImage> both =
        images(request(prompt, 0).cfgScale(1).batch(2, 1), new OnePlugin(CHOICES));
    for (int i = 0; i < 2; i++) {
      String own = both.get(i).written().prompt();
      byte[] alone = images(request(own, i).cfgScale(1), HookSource.NONE).get(0).rgb();
      assertThat(both.get(i).rgb()).as(own).isEqualTo(alone);
    }
  }

  @Test
  void aProcessorSeesTheRequestsPictures() {
    List<Long> seen = new ArrayList<>();
    PromptProcessor looking =
        (prompts, request) -> {
          seen.addAll(
              List.of(
                  (long) request.pictures(),
                  (long) request.width(),
                  (long) request.height(),
                  request.seed(0),
                  request.seed(5)));
          assertThat(prompts.pictures()).hasSize(6);
          assertThat(prompts.distinct()).hasSize(1);
          return prompts.map(prompt -> prompt.withNegative(Part.of("<left:1>")));
        };
    images(request("a girl", 0xffffffffL).size(64, 72).batch(1, 6), new OnePlugin(looking));
    assertThat(seen).containsExactly(6L, 64L, 72L, 0xffffffffL, 0xffffffffL + 5);
  }

  @Test
  void aPromptForEachPictureIsDemanded() {
    PromptProcessor losing =
        (prompts, request) -> new Prompts(prompts.pictures().subList(0, 1), prompts.scope());
    assertThatThrownBy(() -> images(request("a girl", 1).batch(3, 1), new OnePlugin(losing)))
        .isInstanceOf(PluginProblem.class)
        .hasMessageEndingWith(
            "failed in PromptProcessor.process: it answers prompts for 1 pictures, but the request makes 3");
  }

  @Test
  void conditionsOfEqualPromptsAreMadeOnce() {
    List<Conditions> seen = new ArrayList<>();
    ConditionProcessor counting =
        (conditions, request) -> {
          seen.add(conditions);
          return conditions;
        };
    images(request("a girl", 0).batch(3, 2), new OnePlugin(counting));
    assertThat(seen).hasSize(1);
  }

  /** Lets tags act in their parts, and notes whose text encoder is asked for. */
  private static final class ByPart implements PromptProcessor, GraphPatcher {
    private final List<OptionalInt> parts = new CopyOnWriteArrayList<>();

    @Override
    public Prompts process(Prompts prompts, RequestContext request) {
      return prompts.withScope(TagScope.PART);
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
