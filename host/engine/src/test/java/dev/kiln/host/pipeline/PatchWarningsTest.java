package dev.kiln.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.SessionOpener;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.TinyModel;
import dev.kiln.host.weights.wide.WideWeights;
import dev.kiln.spi.generate.EmbeddingKey;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkWeights;
import dev.kiln.spi.graph.WeightsPatch;
import dev.kiln.spi.hook.ConditioningHook;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What patches have to say, in whole requests on the tiny model. */
class PatchWarningsTest {
  private static final Set<NetworkKind> ALL =
      Set.of(NetworkKind.TEXT_ENCODER, NetworkKind.UNET, NetworkKind.VAE_DECODER);

  @TempDir Path temp;

  /** How often a patch was applied, by its fingerprint. */
  private final Map<String, Integer> applied = new ConcurrentHashMap<>();

  /** Halves a layer and says so, twice. */
  private final class Halved implements WeightsPatch {
    private final String name;

    Halved(String name) {
      this.name = name;
    }

    @Override
    public String fingerprint() {
      return name;
    }

    @Override
    public void apply(NetworkWeights weights) {
      applied.merge(name, 1, Integer::sum);
      // A product where there is one: the decoder has kernels alone, which never live.
      LinearLayer layer =
          weights.linears().stream()
              .min(Comparator.comparingInt(it -> it.shape().size()))
              .orElseThrow();
      float[] values = weights.read(layer);
      for (int i = 0; i < values.length; i++) {
        values[i] /= 2;
      }
      weights.write(layer, values);
      weights.warn(name + " is halved");
      weights.warn(name + " is halved");
    }
  }

  /** Changes nothing of a graph and says so. */
  private record Nothing(NetworkKind kind) implements GraphPatch {
    @Override
    public String fingerprint() {
      return "nothing";
    }

    @Override
    public void apply(NetworkGraph network) {
      network.warn("nothing became of " + kind);
    }
  }

  /** Patchers and others, each of a plugin of its own. */
  private record Plugins(HookPoint... extensions) implements HookSource, Hooks {
    @Override
    public Hooks open(GenerationRequest request) {
      return this;
    }

    @Override
    public <H extends HookPoint> List<Hook<H>> of(Class<H> type) {
      return Stream.of(extensions)
          .filter(type::isInstance)
          .map(it -> new Hook<>("plugin " + List.of(extensions).indexOf(it), type.cast(it)))
          .toList();
    }
  }

  private GraphPatcher halving(String set, Set<NetworkKind> kinds) {
    return network ->
        kinds.contains(network.kind())
            ? Optional.of(new Halved(set + " " + network.kind()))
            : Optional.empty();
  }

  private static GraphPatcher nothing(NetworkKind kind) {
    return network -> network.kind() == kind ? Optional.of(new Nothing(kind)) : Optional.empty();
  }

  /**
   * @param liveBytes from how large a network on weights are changed in its session
   */
  private ModelStore models(long liveBytes) throws Exception {
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    WideWeights wide = new WideWeights(hashes, temp.resolve("f32"), 1L << 30);
    return new ModelStore(
        new SessionOpener(OrtRuntime.open(), wide, 1L << 30, liveBytes),
        new ModelCatalog(TinyModel.copyTo(temp.resolve("models")), hashes),
        hashes,
        ModelStore.Limits.ONE);
  }

  private static List<String> warnings(ModelStore models, HookSource plugins) {
    GenerationRequest request =
        GenerationRequest.of("a girl AND a boy")
            .negativePrompt("night")
            .model("tiny")
            .steps(1)
            .seed(1)
            .batch(2, 1)
            .size(64, 64)
            .build();
    return new GenerationPipeline(models, plugins)
        .generate("job", request, Progress.SILENT, new Cancellation())
        .warnings();
  }

  private static final String[] HALVED = {
    "a TEXT_ENCODER is halved", "a UNET is halved", "a VAE_DECODER is halved"
  };

  @ParameterizedTest(name = "weights live from {0} bytes on")
  @ValueSource(longs = {0, Long.MAX_VALUE})
  void eachRequestHearsThemOnceWhetherItsSessionsAreNewOrThere(long liveBytes) throws Exception {
    try (ModelStore models = models(liveBytes)) {
      HookSource plugins = new Plugins(halving("a", ALL));
      for (int request = 0; request < 3; request++) {
        assertThat(warnings(models, plugins)).containsExactlyInAnyOrder(HALVED);
      }
      assertThat(applied.get("a UNET")).isEqualTo(1);
      assertThat(warnings(models, new Plugins())).isEmpty();
      assertThat(warnings(models, new Plugins(halving("b", Set.of(NetworkKind.UNET)))))
          .containsExactly("b UNET is halved");
      assertThat(warnings(models, plugins)).containsExactlyInAnyOrder(HALVED);
    }
  }

  @ParameterizedTest(name = "weights live from {0} bytes on")
  @ValueSource(longs = {0, Long.MAX_VALUE})
  void thoseOfTwoPluginsComeInTheirOrder(long liveBytes) throws Exception {
    try (ModelStore models = models(liveBytes)) {
      HookSource plugins =
          new Plugins(halving("a", Set.of(NetworkKind.UNET)), nothing(NetworkKind.UNET));
      for (int request = 0; request < 2; request++) {
        assertThat(warnings(models, plugins))
            .containsExactly("a UNET is halved", "nothing became of UNET");
      }
    }
  }

  @ParameterizedTest(name = "weights live from {0} bytes on")
  @ValueSource(longs = {0, Long.MAX_VALUE})
  void twoRequestsAtOnceHearThemBoth(long liveBytes) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (ModelStore models = models(liveBytes)) {
      List<Future<List<String>>> all =
          Stream.of("a", "a", "b", "a")
              .map(set -> new Plugins(halving(set, Set.of(NetworkKind.UNET))))
              .map(plugins -> threads.submit(() -> warnings(models, plugins)))
              .toList();
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).get())
            .containsExactly(i == 2 ? "b UNET is halved" : "a UNET is halved");
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void thoseOfTheTextEncoderAreHeardWhereAPluginKeptItsEmbeddings() throws Exception {
    Map<EmbeddingKey, Tensor> kept = new HashMap<>();
    ConditioningHook keeping =
        context ->
            Optional.of(
                call -> {
                  Tensor known = kept.get(call.key());
                  if (known == null) {
                    known = call.proceed();
                    kept.put(call.key(), known);
                  }
                  return known;
                });
    try (ModelStore models = models(Long.MAX_VALUE)) {
      HookSource plugins = new Plugins(keeping, halving("a", Set.of(NetworkKind.TEXT_ENCODER)));
      for (int request = 0; request < 2; request++) {
        assertThat(warnings(models, plugins)).containsExactly("a TEXT_ENCODER is halved");
      }
      assertThat(kept).hasSize(3);
    }
  }
}
