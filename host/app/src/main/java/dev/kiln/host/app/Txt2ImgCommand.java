package dev.kiln.host.app;

import dev.kiln.host.image.OutputPlace;
import dev.kiln.host.pipeline.Cancellation;
import dev.kiln.host.pipeline.GenerationRequest;
import dev.kiln.host.pipeline.GenerationRequestBuilder;
import dev.kiln.host.pipeline.GenerationResult;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kiln txt2img PROMPT}: makes pictures and prints where they are. */
@Command(name = "txt2img", description = "make pictures from a prompt")
final class Txt2ImgCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;
  private final PluginOptionFlags flags;

  @Mixin private HostOptions host;
  @Mixin private SamplingFlags sampling;
  @Mixin private PluginFlags plugins;

  @Parameters(paramLabel = "PROMPT", description = "what to draw; may be empty")
  private String prompt;

  @Option(
      names = {"-n", "--negative"},
      paramLabel = "TEXT",
      defaultValue = "",
      description = "what not to draw")
  private String negative;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "",
      description = "name, hash, file or folder of a model")
  private String model;

  @Option(
      names = "--vae",
      paramLabel = "VAE",
      defaultValue = "",
      description = "name or file of a separate VAE; None for the model's own")
  private String vae;

  @Option(
      names = "--attention",
      paramLabel = "NAME",
      defaultValue = "",
      description = "how attention is computed: an optimizer's name, none or automatic")
  private String attention;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description = "in pixels, multiples of 8 (the model's own size)")
  private @Nullable String size;

  @Option(names = "--batch", paramLabel = "N", defaultValue = "1", description = "pictures at once")
  private int batch;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1",
      description = "batches one after the other")
  private int count;

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
        Wiring wiring = new Wiring(host, new NoPreviews(), flags, false)) {
      GenerationRequest request = asked.plugins(options(wiring)).build();
      wiring.pipeline().check(request);
      OutputPlace place =
          output == null
              ? OutputPlace.folder(Path.of("outputs"))
              : OutputPlace.file(output, batch * count);
      ProgressBar bar = new ProgressBar(err, Boolean.getBoolean("kiln.terminal"));
      WrittenPictures pictures = new WrittenPictures(place, bar, out, wiring.plugins()::fire);
      GenerationResult result =
          wiring.pipeline().generate("txt2img", request, pictures, cancellation);
      pictures.beside(result.pictures());
      result.warnings().forEach(warning -> err.println("kiln: " + warning));
      return cancellation.cancelled() ? Failure.INTERRUPTED : 0;
    }
  }

  /** What flags of plugins mean stands over --with. */
  private Map<String, Map<String, Object>> options(Wiring wiring) {
    Map<String, Map<String, Object>> all = plugins.options();
    flags
        .meant(wiring.plugins().services())
        .forEach(
            (id, values) -> all.computeIfAbsent(id, key -> new LinkedHashMap<>()).putAll(values));
    return all;
  }

  private GenerationRequestBuilder asked() {
    int[] sides = size == null ? new int[2] : SizeText.parse(size);
    return sampling
        .apply(GenerationRequest.of(prompt))
        .negativePrompt(negative)
        .model(model)
        .vae(vae)
        .attention(attention)
        .size(sides[0], sides[1])
        .batch(batch, count);
  }
}
