package dev.kiln.host.pipeline.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightValues;
import dev.kiln.host.model.Model;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.SessionOpener;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.OnePlugin;
import dev.kiln.host.testing.TinyModel;
import dev.kiln.host.weights.wide.WideWeights;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.EmbeddingKey;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.generate.Word;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkWeights;
import dev.kiln.spi.graph.WeightsPatch;
import dev.kiln.spi.hook.ConditioningHook;
import dev.kiln.spi.hook.EmbeddingSource;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.hook.WordProvider;
import dev.kiln.spi.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A word whose vectors are the table's own of two tokens draws what these tokens draw, bit for bit.
 */
class RequestWordsTest {
  @TempDir static Path temp;
  private static ModelStore models;
  private static Tensor redHair;

  @BeforeAll
  static void open() throws IOException {
    TinyModel.copyTo(temp.resolve("models"));
    models = store(1 << 30);
    try (ModelStore.Lease lease = models.use("")) {
      redHair = rows(lease.model(), "red hair");
    }
  }

  /** Of the tiny model. */
  private static ModelStore store(long liveBytes) {
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    ModelCatalog catalog = new ModelCatalog(temp.resolve("models"), hashes);
    WideWeights wide = new WideWeights(hashes, temp.resolve("f32"), 1L << 30);
    return new ModelStore(
        new SessionOpener(OrtRuntime.open(), wide, 1L << 30, liveBytes),
        catalog,
        hashes,
        ModelStore.Limits.ONE);
  }

  @AfterAll
  static void close() {
    models.close();
  }

  private static Tensor rows(Model model, String text) {
    int[] ids = model.source().tokenizer().encode(text);
    Weight table =
        model.source().graph(NetworkKind.TEXT_ENCODER).weights().values().stream()
            .filter(weight -> weight.name().endsWith("token_embedding.weight"))
            .findFirst()
            .orElseThrow();
    float[] all = WeightValues.floats(table);
    int width = model.textEncoder().width();
    Tensor rows = Tensor.zeros(ids.length, width);
    for (int i = 0; i < ids.length; i++) {
      System.arraycopy(all, ids[i] * width, rows.data(), i * width, width);
    }
    return rows;
  }

  private static byte[] picture(String prompt, HookSource plugins) {
    return picture(prompt, plugins, request -> request);
  }

  private static byte[] picture(
      String prompt, HookSource plugins, UnaryOperator<GenerationRequestBuilder> change) {
    return picture(models, prompt, plugins, change);
  }

  private static byte[] picture(
      ModelStore store,
      String prompt,
      HookSource plugins,
      UnaryOperator<GenerationRequestBuilder> change) {
    GenerationRequest request =
        change.apply(GenerationRequest.of(prompt).sampler("Euler").steps(4).seed(1)).build();
    return new GenerationPipeline(store, plugins)
        .generate("job", request, Progress.SILENT, new Cancellation())
        .images()
        .get(0)
        .rgb();
  }

  /** Offers one word; notes what it was asked for, and the keys of chunks. */
  private record Blorp(String hash, Tensor vectors, List<String> asked, List<EmbeddingKey> keys)
      implements WordProvider, ConditioningHook {
    Blorp(String hash, Tensor vectors) {
      this(hash, vectors, new ArrayList<>(), new ArrayList<>());
    }

    @Override
    public List<Word> words(int width, RequestContext request) {
      return List.of(new Word("Blorp-it", 2, hash));
    }

    @Override
    public Tensor vectors(Word word, RequestContext request) {
      asked.add(word.text());
      return vectors;
    }

    @Override
    public Optional<EmbeddingSource> open(RequestContext context) {
      return Optional.of(
          call -> {
            keys.add(call.key());
            return call.proceed();
          });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a girl, %s, meadow",
        "a girl, (%s:1.4), meadow",
        "a girl, [%s:blue shirt:0.5], meadow",
        "a girl AND %s:0.7",
        "a girl BREAK %s, meadow",
      })
  void itIsReadWhereverItStands(String prompt) {
    byte[] found = picture(prompt.formatted("blorp-it"), new OnePlugin(new Blorp("1", redHair)));
    assertThat(found).isEqualTo(picture(prompt.formatted("red hair"), HookSource.NONE));
    assertThat(found).isNotEqualTo(picture(prompt.formatted("blorp-it"), HookSource.NONE));
  }

  @Test
  void itIsReadInTheNegativePromptAndWithClipSkip() {
    byte[] found =
        picture(
            "a girl",
            new OnePlugin(new Blorp("1", redHair)),
            request -> request.negativePrompt("blorp-it, rain").clipSkip(2));
    assertThat(found)
        .isEqualTo(
            picture(
                "a girl",
                HookSource.NONE,
                request -> request.negativePrompt("red hair, rain").clipSkip(2)));
  }

  @Test
  void aPromptThatDoesNotNameItStaysAsItIs() {
    Blorp blorp = new Blorp("1", redHair);
    assertThat(picture("a girl, blorp", new OnePlugin(blorp)))
        .isEqualTo(picture("a girl, blorp", HookSource.NONE));
    assertThat(blorp.asked).isEmpty();
  }

  @Test
  void itsVectorsAreAskedForOnce() {
    Blorp blorp = new Blorp("1", redHair);
    picture(
        "blorp-it, a girl, blorp-it AND blorp-it",
        new OnePlugin(blorp),
        request -> request.negativePrompt("blorp-it"));
    assertThat(blorp.asked).containsExactly("Blorp-it");
  }

  @Test
  void theKeyOfAChunkTellsVectorsAndPlaces() {
    Blorp blorp = new Blorp("abc", redHair);
    picture("a girl, blorp-it", new OnePlugin(blorp));
    assertThat(blorp.keys.get(0).patches()).containsExactly("word breaker abc at 4");
    assertThat(blorp.keys.get(1).patches()).as("negative").isEmpty();
  }

  @Test
  void vectorsOfAnotherShapeAreThePluginsFault() {
    HookSource broken = new OnePlugin(new Blorp("1", Tensor.zeros(3, 5)));
    assertThatThrownBy(() -> picture("a girl, blorp-it", broken))
        .isInstanceOf(PluginProblem.class)
        .hasMessage(
            "plugin 'breaker' failed in WordProvider.vectors: its word 'Blorp-it' has vectors of"
                + " shape [3, 5]; expected [2, 8]");
  }

  /** The same word beside a patch of the text encoder's weights. */
  private record Patched(Blorp word) implements WordProvider, GraphPatcher {
    @Override
    public List<Word> words(int width, RequestContext request) {
      return word.words(width, request);
    }

    @Override
    public Tensor vectors(Word asked, RequestContext request) {
      return word.vectors(asked, request);
    }

    @Override
    public Optional<GraphPatch> open(NetworkContext network) {
      return network.kind() == NetworkKind.TEXT_ENCODER
          ? Optional.of(new Halved("halved"))
          : Optional.empty();
    }
  }

  private record Halved(String fingerprint) implements WeightsPatch {
    @Override
    public void apply(NetworkWeights network) {
      var layer = network.linears().get(0);
      float[] weights = network.read(layer);
      for (int i = 0; i < weights.length; i++) {
        weights[i] /= 2;
      }
      network.write(layer, weights);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1 << 30})
  void aPatchedTextEncoderReadsItToo(long liveBytes) {
    Patched patched = new Patched(new Blorp("1", redHair));
    try (ModelStore store = store(liveBytes)) {
      byte[] found = picture(store, "a girl, blorp-it", new OnePlugin(patched), same -> same);
      assertThat(found)
          .isEqualTo(picture(store, "a girl, red hair", new OnePlugin(patched), same -> same));
      assertThat(found).isNotEqualTo(picture("a girl, red hair", HookSource.NONE));
    }
  }
}
