package dev.kiln.host.app;

import dev.kiln.host.engine.Engine;
import dev.kiln.host.job.Job;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands that make pictures have in common: their flags, and how they draw. */
@FlagGroup.Of(FlagGroup.RESULT)
final class DrawingFlags {
  private final Invocation invocation;
  private final PluginOptionFlags flags;
  private final List<String> warnings = new ArrayList<>();

  @Mixin private HostOptions host;
  @Mixin private PluginFlags plugins;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description =
          "in pixels, multiples of 8 (the model's own size, or that of the first picture)")
  private @Nullable String size;

  @Mixin private final OutputFlags output;

  DrawingFlags(Invocation invocation, PluginOptionFlags flags) {
    this.invocation = invocation;
    this.output = new OutputFlags(invocation);
    this.flags = flags;
  }

  /**
   * Make the pictures of a request and deliver them.
   *
   * @param job a name for it
   * @param asked makes it of an engine, without size; options of plugins are added to its own
   * @return the exit code
   */
  int draw(String job, Function<Engine, GenerationRequestBuilder> asked) {
    int[] sides = sides();
    output.check();
    Cancellation cancellation = new Cancellation();
    try (StopSignals signals = new StopSignals(cancellation::cancel);
        Engine engine = host.engine(flags)) {
      GenerationRequest request = request(engine, asked.apply(engine), sides);
      draw(engine, job, request, output.of(request.pictures()), cancellation);
      return cancellation.cancelled() ? Failure.INTERRUPTED : 0;
    }
  }

  /**
   * Draw each picture of a folder, into files of its name in another folder. One that cannot be
   * read is told and left out.
   *
   * @param asked makes a request of a picture's file; empty to leave it out
   * @return the exit code
   */
  int drawEach(
      String job,
      PictureFolder folder,
      Function<Engine, Function<Path, Optional<GenerationRequestBuilder>>> asked) {
    int[] sides = sides();
    output.check();
    Path target = output.folder(folder);
    Cancellation cancellation = new Cancellation();
    try (StopSignals signals = new StopSignals(cancellation::cancel);
        Engine engine = host.engine(flags)) {
      Function<Path, Optional<GenerationRequestBuilder>> each = asked.apply(engine);
      // As in webUI, all have one seed.
      long random = ThreadLocalRandom.current().nextLong(1L << 32);
      for (Path file : folder.files()) {
        Optional<GenerationRequestBuilder> builder = each.apply(file);
        if (cancellation.cancelled()) {
          return Failure.INTERRUPTED;
        } else if (builder.isPresent()) {
          GenerationRequest wish = request(engine, builder.get(), sides);
          GenerationRequest request =
              wish.seed() == -1 ? new GenerationRequestBuilder(wish).seed(random).build() : wish;
          Path drawn = target.resolve(folder.name(file, output.ending()));
          draw(engine, job, request, output.at(drawn, request.pictures()), cancellation);
        }
      }
      return cancellation.cancelled() ? Failure.INTERRUPTED : 0;
    }
  }

  private int @Nullable [] sides() {
    return size == null ? null : SizeText.parse(size);
  }

  private GenerationRequest request(
      Engine engine, GenerationRequestBuilder builder, int @Nullable [] sides) {
    if (sides != null) {
      builder.size(sides[0], sides[1]);
    }
    return builder.plugins(options(engine)).build();
  }

  private void draw(
      Engine engine,
      String name,
      GenerationRequest request,
      Delivery delivery,
      Cancellation cancellation) {
    GenerationResult result;
    try (ProgressBar bar = new ProgressBar(invocation.err(), Boolean.getBoolean("kiln.terminal"))) {
      bar.loading(engine.models().choose(request.model()).name());
      Job drawing = engine.queue().submit(name, request, new DeliveredProgress(bar, delivery));
      cancellation.onCancel(drawing::cancel);
      result = drawing.await();
    }
    delivery.end(result);
    warnings.forEach(this::warn);
    warnings.clear();
    result.warnings().forEach(this::warn);
    engine.adviceToTune(request).ifPresent(this::warn);
  }

  /** Warn of something when the pictures are there: until then an error may say all. */
  void warnAtTheEnd(List<String> sentences) {
    warnings.addAll(sentences);
  }

  boolean sized() {
    return size != null;
  }

  void warn(String warning) {
    invocation.err().println("kiln: " + warning);
  }

  /** What flags of plugins mean stands over --with. */
  private Map<String, Map<String, Object>> options(Engine engine) {
    Map<String, Map<String, Object>> all = plugins.options();
    flags
        .meant(engine.plugins().services())
        .forEach(
            (id, values) -> all.computeIfAbsent(id, key -> new LinkedHashMap<>()).putAll(values));
    return all;
  }
}
