package dev.kiln.host.app;

import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.RequestFields;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kiln txt2img PROMPT}: makes pictures and prints where they are. */
@Command(name = Txt2ImgCommand.NAME, description = "make pictures from a prompt")
final class Txt2ImgCommand implements Callable<Integer> {
  static final String NAME = "txt2img";

  private final RequestFlags fields = new RequestFlags(RequestFields.TXT2IMG);

  @Mixin private final DrawingFlags drawing;

  private CommandSpec command;

  @Spec
  private void declareOn(CommandSpec spec) {
    command = spec;
    fields.addTo(spec);
  }

  @Parameters(paramLabel = "PROMPT", description = "what to draw; may be empty")
  private String prompt;

  Txt2ImgCommand(PrintStream out, PrintStream err, PluginOptionFlags flags) {
    this.drawing = new DrawingFlags(out, err, flags);
  }

  @Override
  public Integer call() {
    GenerationRequestBuilder request = GenerationRequest.of(prompt);
    fields.read(command.commandLine().getParseResult(), request);
    return drawing.draw(request, NAME);
  }
}
