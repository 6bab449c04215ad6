package dev.kiln.host.app;

import dev.kiln.host.engine.Engine;
import dev.kiln.host.image.OutputPlace;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.RequestFields;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kiln txt2img PROMPT}: makes pictures and prints where they are. */
@Command(name = "txt2img", description = "make pictures from a prompt")
final class Txt2ImgCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;
  private final PluginOptionFlags flags;
  private final RequestFlags fields = new RequestFlags(RequestFields.TXT2IMG);

  @Mixin private HostOptions host;
  @Mixin private PluginFlags plugins;

  private CommandSpec command;

  @Spec
  private void declareOn(CommandSpec spec) {
    command = spec;
    fields.addTo(spec);
  }

  @Parameters(paramLabel = "PROMPT", description = "what to draw; may be empty")
  private String prompt;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description = "in pixels, multiples of 8 (the model's own size)")
  private @Nullable String size;

  @Option(
      names = "-o",
      paramLabel = "FILE.png",
      description = "where to write (outputs/<seed>-<n>.png)")
  private @Nullable Path output;

  Txt2ImgCommand(PrintStream out, PrintStream err, PluginOptionFlags flags) {
    this.out = out;
    this.err = err;
    this.flags = flags;
  }

  @Override
  public Integer call() {
    GenerationRequestBuilder asked = asked();
    Cancellation cancellation = new Cancellation();
    try (StopSignals signals = new StopSignals(cancellation::cancel);
        Engine engine = host.engine(flags)) {
      GenerationRequest request = asked.plugins(options(engine)).build();
      engine.pipeline().check(request);
      OutputPlace place =
          output == null
              ? OutputPlace.folder(Path.of("outputs"))
              : OutputPlace.file(output, request.batchSize() * request.batchCount());
      ProgressBar bar = new ProgressBar(err, Boolean.getBoolean("kiln.terminal"));
      WrittenPictures pictures = new WrittenPictures(place, bar, out);
      GenerationResult result =
          engine.pipeline().generate("txt2img", request, pictures, cancellation);
      pictures.beside(result.pictures());
      result.warnings().forEach(warning -> err.println("kiln: " + warning));
      return cancellation.cancelled() ? Failure.INTERRUPTED : 0;
    }
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

  private GenerationRequestBuilder asked() {
    GenerationRequestBuilder request = GenerationRequest.of(prompt);
    fields.read(command.commandLine().getParseResult(), request);
    if (size != null) {
      int[] sides = SizeText.parse(size);
      request.size(sides[0], sides[1]);
    }
    return request;
  }
}
