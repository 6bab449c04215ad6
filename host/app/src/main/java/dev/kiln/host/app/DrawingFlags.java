package dev.kiln.host.app;

import dev.kiln.host.engine.Engine;
import dev.kiln.host.image.OutputPlace;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands that make pictures have in common: their flags, and how they draw. */
final class DrawingFlags {
  private final PrintStream out;
  private final PrintStream err;
  private final PluginOptionFlags flags;

  @Mixin private HostOptions host;
  @Mixin private PluginFlags plugins;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description =
          "in pixels, multiples of 8 (the model's own size, or that of the first picture)")
  private @Nullable String size;

  @Option(
      names = "-o",
      paramLabel = "FILE.png",
      description = "where to write (outputs/<seed>-<n>.png)")
  private @Nullable Path output;

  DrawingFlags(PrintStream out, PrintStream err, PluginOptionFlags flags) {
    this.out = out;
    this.err = err;
    this.flags = flags;
  }

  /**
   * Make the pictures of a request and print where they are.
   *
   * @param job a name for it
   * @param asked makes it of an engine, without size; options of plugins are added to its own
   * @return the exit code
   */
  int draw(String job, Function<Engine, GenerationRequestBuilder> asked) {
    int[] sides = size == null ? null : SizeText.parse(size);
    Cancellation cancellation = new Cancellation();
    try (StopSignals signals = new StopSignals(cancellation::cancel);
        Engine engine = host.engine(flags)) {
      GenerationRequestBuilder builder = asked.apply(engine);
      if (sides != null) {
        builder.size(sides[0], sides[1]);
      }
      GenerationRequest request = builder.plugins(options(engine)).build();
      engine.pipeline().check(request);
      OutputPlace place =
          output == null
              ? OutputPlace.folder(Path.of("outputs"))
              : OutputPlace.file(output, request.batchSize() * request.batchCount());
      ProgressBar bar = new ProgressBar(err, Boolean.getBoolean("kiln.terminal"));
      WrittenPictures pictures = new WrittenPictures(place, bar, out);
      GenerationResult result = engine.pipeline().generate(job, request, pictures, cancellation);
      pictures.beside(result.pictures());
      result.warnings().forEach(this::warn);
      return cancellation.cancelled() ? Failure.INTERRUPTED : 0;
    }
  }

  boolean sized() {
    return size != null;
  }

  void warn(String warning) {
    err.println("kiln: " + warning);
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
