package dev.kiln.spi.testkit;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.Versions;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.model.FoundModels;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.condition.TextEmbeddings;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.HostPlaces;
import dev.kiln.host.plugin.OptionBinder;
import dev.kiln.host.plugin.PluginIndex.CommandIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.plugin.RuntimeSettings;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.host.testing.TestingStore;
import dev.kiln.host.testing.TinyModel;
import dev.kiln.host.weights.file.SafetensorsFile;
import dev.kiln.spi.host.DiffusionModels;
import dev.kiln.spi.host.Embeddings;
import dev.kiln.spi.host.Generations;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.Networks;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.host.Previews;
import dev.kiln.spi.host.Weights;
import dev.kiln.spi.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The real host on the tiny model with plugins as jars in its drop folder: read from their index,
 * woken, bound to options and injected as users have it.
 */
public final class TestingHost implements AutoCloseable, Previews {

  private final Path folder;
  private final ModelStore models;
  private final PluginRuntime plugins;
  private final List<String> published = Collections.synchronizedList(new ArrayList<>());
  private final KeptPictures kept = new KeptPictures();
  private int jobs;

  /**
   * @param folder an empty one of the test
   */
  public TestingHost(Path folder) {
    this(folder, Map.of());
  }

  /**
   * @param folder an empty one of the test
   * @param lent services that plugins get beside the host's own, by the type that they inject
   */
  public TestingHost(Path folder, Map<Class<?>, ?> lent) {
    this.folder = folder;
    try {
      ModelHashes hashes = new ModelHashes(folder.resolve("hashes.json"));
      Path tiny = TinyModel.copyTo(folder.resolve("models")).resolve("tiny");
      // Embeddings outside of a generation are those of the default model.
      Files.move(tiny, tiny.resolveSibling("default"));
      ModelCatalog catalog = new ModelCatalog(folder.resolve("models"), hashes);
      Path drop = Files.createDirectories(folder.resolve("plugins"));
      models = TestingStore.of(catalog, hashes, folder);
      plugins =
          new PluginRuntime(
              new RuntimeSettings(
                  drop, folder.resolve("home"), false, Versions.SPI, HostPlaces.NONE),
              with(
                  lent,
                  Map.of(
                      Previews.class,
                      this,
                      Generations.class,
                      kept,
                      Weights.class,
                      (Weights) SafetensorsFile::open,
                      ModelFiles.class,
                      new FoundModels(catalog, hashes),
                      Pictures.class,
                      new PictureCodec(),
                      Json.class,
                      new JsonCodec(),
                      Networks.class,
                      models.networks(),
                      DiffusionModels.class,
                      models.lent(),
                      Embeddings.class,
                      new TextEmbeddings(models, request -> plugins().open(request)))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<Class<?>, Object> with(Map<Class<?>, ?> lent, Map<Class<?>, ?> own) {
    Map<Class<?>, Object> all = new HashMap<>(own);
    all.putAll(lent);
    return all;
  }

  /**
   * Drop a plugin in as a jar made of compiled classes, the annotation processor's index among
   * them.
   *
   * @param classes {@code target/classes} in a plugin's own tests
   */
  public TestingHost drop(String id, Path classes) {
    PluginJar.of(id, Versions.KILN)
        .manifest("Plugin-Requires", Versions.SPI)
        .classes(classes)
        .dropInto(folder.resolve("plugins"), id + ".jar");
    plugins.refresh();
    return this;
  }

  /** The plugins of this host: their state, routes, commands and panels. */
  public PluginRuntime plugins() {
    return plugins;
  }

  /** Make a picture of 64x64 pixels: eight steps of Euler, seed 1, unless changed. */
  public GenerationResult generate(UnaryOperator<GenerationRequestBuilder> change) {
    GenerationRequestBuilder request =
        GenerationRequest.of("a girl with long red hair").sampler("Euler").steps(8).seed(1);
    jobs++;
    return new GenerationPipeline(models, plugins)
        .generate(
            "job-" + jobs, change.apply(request).build(), Progress.SILENT, new Cancellation());
  }

  /** What plugins gave the queue to keep. */
  public List<KeptPictures.Kept> kept() {
    return kept.all();
  }

  /** The previews of all generations: job and shape. */
  public List<String> published() {
    return published;
  }

  @Override
  public boolean wanted() {
    return true;
  }

  @Override
  public void publish(String job, Tensor picture) {
    published.add(job + " " + picture);
  }

  /**
   * Run a plugin's command as the command line does.
   *
   * @param typed values of its flags by the names of their components, as JSON values
   * @return what it wrote
   */
  public FakeCliCall run(String command, Map<String, ?> typed, String... parameters) {
    FakeCliCall call =
        new FakeCliCall(
            List.of(parameters), flags(command, typed), new ArrayList<>(), new ArrayList<>());
    plugins.services().run(command, call);
    return call;
  }

  /**
   * The same for one that is spoken to.
   *
   * @param input its stdin
   * @param printed gets what it writes, as soon as it does
   */
  public void run(String command, Map<String, ?> typed, InputStream input, List<String> printed) {
    plugins
        .services()
        .run(
            command,
            new FakeCliCall(List.of(), flags(command, typed), input, printed, new ArrayList<>()));
  }

  private FakeCliCall.Flags flags(String command, Map<String, ?> typed) {
    List<Contribution<CommandIndex>> all = plugins.services().commands();
    Contribution<CommandIndex> found =
        all.stream().filter(it -> it.what().name().equals(command)).findFirst().orElseThrow();
    OptionsIndex options = OptionsIndex.of(found.what().options());
    return new FakeCliCall.Flags() {
      @Override
      public <T extends Record> T bind(Class<T> type) {
        return new OptionBinder(found.plugin(), options).bind(typed, type);
      }
    };
  }

  @Override
  public void close() {
    plugins.close();
    models.close();
  }
}
