package dev.kiln.host.app;

import dev.kiln.host.image.PictureFile;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.RequestFields;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kiln img2img IN.png PROMPT}: draws a picture anew, or what a mask covers of it. */
@Command(
    name = Img2ImgCommand.NAME,
    description = "draw a picture anew, or the part of it under a mask")
final class Img2ImgCommand implements Callable<Integer> {
  static final String NAME = "img2img";

  private final RequestFlags fields = new RequestFlags(RequestFields.ALL);

  @Mixin private final DrawingFlags drawing;

  private CommandSpec command;

  @Spec
  private void declareOn(CommandSpec spec) {
    command = spec;
    fields.addTo(spec);
  }

  @Parameters(index = "0", paramLabel = "IN.png", description = "the picture to begin with")
  private Path picture;

  @Parameters(index = "1", paramLabel = "PROMPT", description = "what to draw; may be empty")
  private String prompt;

  @Option(
      names = "--mask",
      paramLabel = "FILE",
      description = "white, or opaque, where the picture is drawn anew")
  private @Nullable Path mask;

  @Option(names = "--mask-blur", paramLabel = "N", description = "both ways, in pixels (4)")
  private @Nullable Integer blur;

  Img2ImgCommand(PrintStream out, PrintStream err, PluginOptionFlags flags) {
    this.drawing = new DrawingFlags(out, err, flags);
  }

  @Override
  public Integer call() {
    GenerationRequestBuilder request = GenerationRequest.of(prompt);
    request.with(ImageFields.INIT_IMAGES, List.of(read(picture)));
    if (mask != null) {
      request.with(ImageFields.MASK, Optional.of(read(mask)));
    }
    if (blur != null) {
      request.with(ImageFields.MASK_BLUR_X, blur).with(ImageFields.MASK_BLUR_Y, blur);
    }
    fields.read(command.commandLine().getParseResult(), request);
    return drawing.draw(NAME, engine -> request);
  }

  private static PictureFile read(Path file) {
    return new PictureFile(file.toString(), new UserFile(file).bytes());
  }
}
