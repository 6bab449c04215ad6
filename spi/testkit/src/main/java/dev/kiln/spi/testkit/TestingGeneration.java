package dev.kiln.spi.testkit;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PictureFile;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.random.Precision;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.RandomModels;
import dev.kiln.host.testing.TestingStore;
import dev.kiln.host.testing.TinyModel;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.tensor.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A generation of the real host on the tiny model, with the extensions that a test gives it: eight
 * steps of Euler, one picture of 64x64 pixels, seed 1, unless it is told otherwise. Each method
 * answers a new object.
 *
 * <pre>{@code
 * Outcome outcome =
 *     TestingGeneration.standard().plugin("tint", new Tint(), new Options(0, 0.3)).run();
 * }</pre>
 */
public final class TestingGeneration {
  private static final String WITH_SKIPS = "with-skips";

  /** An extension, whose it is, and the options that the request carries for it. */
  record Part(String plugin, HookPoint extension, List<Record> options) {}

  private final String prompt;
  private final List<Part> parts;
  private final UnaryOperator<GenerationRequestBuilder> request;
  private final Runnable afterStep;

  private TestingGeneration(
      String prompt,
      List<Part> parts,
      UnaryOperator<GenerationRequestBuilder> request,
      Runnable afterStep) {
    this.prompt = prompt;
    this.parts = parts;
    this.request = request;
    this.afterStep = afterStep;
  }

  public static TestingGeneration standard() {
    return new TestingGeneration(
        "a girl with long red hair in a green meadow", List.of(), request -> request, () -> {});
  }

  /**
   * Let an extension take part, inside of those that were given before; its {@code @HookOrder} does
   * not count. A guidance or an attention optimizer goes by the id and stands above the host's; a
   * sampler or a schedule is one that {@link #request} may name.
   *
   * @param options what the request carries for it, at most one record of a type
   */
  public TestingGeneration plugin(String id, HookPoint extension, Record... options) {
    return with(parts.size(), new Part(id, extension, List.of(options)));
  }

  /** Let an extension take part outside of those that were given before. */
  public TestingGeneration outermost(String id, HookPoint extension) {
    return with(0, new Part(id, extension, List.of()));
  }

  private TestingGeneration with(int index, Part part) {
    List<Part> more = new ArrayList<>(parts);
    more.add(index, part);
    return new TestingGeneration(prompt, List.copyOf(more), request, afterStep);
  }

  public TestingGeneration prompt(String text) {
    return new TestingGeneration(text, parts, request, afterStep);
  }

  /** Run it on a UNet with skip connections, of random weights: the tiny model's has none. */
  public TestingGeneration withSkips() {
    return request(it -> it.model(WITH_SKIPS).size(64, 64));
  }

  /** Change the rest of the request: steps, sampler, seed, batch. */
  public TestingGeneration request(UnaryOperator<GenerationRequestBuilder> change) {
    return new TestingGeneration(prompt, parts, r -> change.apply(request.apply(r)), afterStep);
  }

  /**
   * Draw on a picture, of 64x64 pixels where the latents of the outcome count.
   *
   * @param mask white where it is drawn anew
   */
  public TestingGeneration under(Picture picture, Picture mask) {
    return request(
        it ->
            it.with(ImageFields.INIT_IMAGES, List.of(file(picture)))
                .with(ImageFields.MASK, Optional.of(file(mask))));
  }

  private static PictureFile file(Picture picture) {
    return new PictureFile("picture", PictureCodec.png(picture));
  }

  /** Do something after each step, on the generation's thread. */
  public TestingGeneration afterEachStep(Runnable action) {
    return new TestingGeneration(prompt, parts, request, action);
  }

  /**
   * Run it on this thread.
   *
   * @throws RuntimeException what the host reports when a hook fails, as it reports it
   */
  public Outcome run() {
    WatchedHooks hooks = new WatchedHooks(parts);
    return run(hooks);
  }

  /**
   * As {@link #run}, for a generation that must fail: what it failed with, and what came before.
   */
  public Failed fail() {
    WatchedHooks hooks = new WatchedHooks(parts);
    try {
      run(hooks);
    } catch (RuntimeException e) {
      return new Failed(e, hooks.watch().opened(), hooks.watch().closed());
    }
    throw new AssertionError("the generation was to fail, but it made a picture");
  }

  /** How a generation failed, and how many interceptors and row filters it opened and closed. */
  public record Failed(RuntimeException reason, int opened, int closed) {}

  private Outcome run(WatchedHooks hooks) {
    try {
      Path folder = Files.createTempDirectory("kiln-testkit");
      try {
        return run(hooks, folder);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Outcome run(WatchedHooks hooks, Path folder) throws IOException {
    ModelHashes hashes = new ModelHashes(folder.resolve("hashes.json"));
    GenerationRequest asked = request.apply(wish()).build();
    Path files = TinyModel.copyTo(folder.resolve("models"));
    if (asked.model().equals(WITH_SKIPS)) {
      RandomModels.single(files.resolve(WITH_SKIPS), 1, Precision.F32);
    }
    ModelCatalog catalog = new ModelCatalog(files, hashes);
    try (ModelStore models = TestingStore.of(catalog, hashes, folder)) {
      GenerationResult result =
          new GenerationPipeline(models, hooks)
              .generate("job-1", asked, new AfterStep(afterStep), new Cancellation());
      return new Outcome(
          hooks.latents(),
          hooks.evaluated(),
          hooks.watch().calls(),
          hooks.watch().opened(),
          hooks.watch().closed(),
          result.infotext(),
          result.warnings(),
          result.images().stream().map(GeneratedImage::picture).toList());
    }
  }

  private GenerationRequestBuilder wish() {
    return GenerationRequest.of(prompt)
        .negativePrompt("rain")
        .model("tiny")
        .sampler("Euler")
        .steps(8)
        .seed(1);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private record AfterStep(Runnable action) implements Progress {
    @Override
    public void step(int step, int steps) {
      action.run();
    }
  }
}
