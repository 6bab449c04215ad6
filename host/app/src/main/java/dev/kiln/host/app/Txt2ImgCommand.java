package dev.kiln.host.app;

import dev.kiln.host.engine.Engine;
import dev.kiln.host.request.Filling;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kiln txt2img PROMPT}: makes pictures and prints where they are. */
@Command(name = Txt2ImgCommand.NAME, description = "make pictures from a prompt")
final class Txt2ImgCommand implements Callable<Integer> {
  static final String NAME = "txt2img";

  private final RequestFlags fields = new RequestFlags(RequestFields.TXT2IMG);

  @Mixin private final DrawingFlags drawing;
  @Mixin private final PromptFile promptFile;
  @Mixin private LikeFlag like;

  private CommandSpec command;

  @Spec
  private void declareOn(CommandSpec spec) {
    command = spec;
    fields.addTo(spec);
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "PROMPT",
      description = PromptFile.HELP + "; may be left out with --like")
  private @Nullable String prompt;

  Txt2ImgCommand(Invocation invocation, PluginOptionFlags flags) {
    this.drawing = new DrawingFlags(invocation, flags);
    this.promptFile = new PromptFile(invocation.in());
  }

  @Override
  public Integer call() {
    prompt = promptFile.read(prompt);
    if (prompt == null && !like.given()) {
      throw new ParameterException(command.commandLine(), "Missing required parameter: 'PROMPT'");
    }
    String model = asked(new GenerationRequestBuilder()).build().model();
    String infotext = like.infotext();
    return drawing.draw(
        NAME,
        engine -> {
          Filling filling = filling(engine, model, infotext);
          drawing.warnAtTheEnd(filling.warnings());
          return asked(filling.fill(new GenerationRequestBuilder()));
        });
  }

  /** What the flags leave open: as the picture that is drawn again, else as the model says. */
  private Filling filling(Engine engine, String model, String infotext) {
    return like.given()
        ? LikeFlag.read(engine, infotext, this::typed).fromText()
        : engine.defaults().of(model, this::typed);
  }

  private boolean typed(RequestField<?> field) {
    boolean sized = field == RequestFields.WIDTH || field == RequestFields.HEIGHT;
    return field == RequestFields.PROMPT && prompt != null
        || sized && drawing.sized()
        || fields.typed(command.commandLine().getParseResult(), field);
  }

  private GenerationRequestBuilder asked(GenerationRequestBuilder request) {
    if (prompt != null) {
      request.with(RequestFields.PROMPT, prompt);
    }
    fields.read(command.commandLine().getParseResult(), request);
    return request;
  }
}
