package dev.kiln.host.app;

import dev.kiln.host.engine.Engine;
import dev.kiln.host.image.OutputPlace;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.Filling;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.RequestField;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
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

  @Parameters(
      arity = "0..1",
      paramLabel = "PROMPT",
      description = "what to draw; may be empty, and may be left out with --like")
  private @Nullable String prompt;

  @Option(
      names = "--like",
      paramLabel = "FILE",
      description = "draw the picture of a file again; other flags change it")
  private @Nullable Path like;

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
    if (prompt == null && like == null) {
      throw new ParameterException(command.commandLine(), "Missing required parameter: 'PROMPT'");
    }
    String model = asked(new GenerationRequestBuilder()).build().model();
    String infotext = like == null ? "" : new PictureFile(like).infotext();
    Cancellation cancellation = new Cancellation();
    try (StopSignals signals = new StopSignals(cancellation::cancel);
        Engine engine = host.engine(flags)) {
      Filling filling = filling(engine, model, infotext);
      filling.warnings().forEach(warning -> err.println("kiln: " + warning));
      GenerationRequest request =
          asked(filling.fill(new GenerationRequestBuilder())).plugins(options(engine)).build();
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

  /** What the flags leave open: as the picture that is drawn again, else as the model says. */
  private Filling filling(Engine engine, String model, String infotext) {
    return like == null
        ? engine.defaults().of(model, this::typed)
        : engine.infotexts().read(infotext, field -> !typed(field));
  }

  private boolean typed(RequestField<?> field) {
    boolean sized = field == RequestFields.WIDTH || field == RequestFields.HEIGHT;
    ParseResult flags = command.commandLine().getParseResult();
    return field == RequestFields.PROMPT && prompt != null
        || sized && size != null
        // An optimizer that was named stands over that of the picture.
        || fields.has(flags, field == RequestFields.OPERATORS ? RequestFields.ATTENTION : field);
  }

  private GenerationRequestBuilder asked(GenerationRequestBuilder request) {
    if (prompt != null) {
      request.with(RequestFields.PROMPT, prompt);
    }
    fields.read(command.commandLine().getParseResult(), request);
    if (size != null) {
      int[] sides = SizeText.parse(size);
      request.size(sides[0], sides[1]);
    }
    return request;
  }
}
