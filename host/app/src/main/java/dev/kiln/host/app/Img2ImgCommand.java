package dev.kiln.host.app;

import dev.kiln.host.engine.Engine;
import dev.kiln.host.image.PictureFile;
import dev.kiln.host.request.Filling;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.BadRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code kiln img2img IN.png PROMPT}: draws a picture anew, or what a mask covers of it; or each
 * picture of a folder.
 */
@Command(
    name = Img2ImgCommand.NAME,
    description = "draw a picture anew, or the part of it under a mask")
@FlagGroup.Of(FlagGroup.FIRST_PICTURE)
final class Img2ImgCommand implements Callable<Integer> {
  static final String NAME = "img2img";
  private static final String MASK_BLUR = "--mask-blur";

  private static final List<RequestField<?>> OF_MASKS =
      List.of(
          ImageFields.MASK_BLUR_X,
          ImageFields.MASK_BLUR_Y,
          ImageFields.MASK_INVERT,
          ImageFields.MASKED_CONTENT,
          ImageFields.ONLY_MASKED,
          ImageFields.ONLY_MASKED_PADDING);

  private final RequestFlags fields = new RequestFlags(RequestFields.ALL);

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
      index = "0",
      paramLabel = "IN.png",
      description = "the picture to begin with, or a folder, each picture of which is drawn anew")
  private Path picture;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PROMPT",
      description = PromptFile.HELP + "; may be left out with --like")
  private @Nullable String prompt;

  @Option(
      names = "--mask",
      paramLabel = "FILE",
      description =
          "white, or opaque, where the picture is drawn anew; or a folder, with masks of the pictures' names")
  private @Nullable Path mask;

  @Option(
      names = MASK_BLUR,
      paramLabel = "N",
      description = "blur of the mask both ways, in pixels (4)")
  private @Nullable Integer blur;

  Img2ImgCommand(Invocation invocation, PluginOptionFlags flags) {
    this.drawing = new DrawingFlags(invocation, flags);
    this.promptFile = new PromptFile(invocation.in());
  }

  @Override
  public Integer call() {
    prompt = promptFile.read(prompt);
    if (prompt == null && !like.given()) {
      throw new ParameterException(command.commandLine(), "Missing required parameter: 'PROMPT'");
    }
    if (mask == null) {
      demandNothingOfMasks();
    }
    String infotext = like.infotext();
    if (Files.isDirectory(picture)) {
      return drawFolder(infotext);
    }
    PictureFile first = read(picture);
    Optional<PictureFile> under = Optional.ofNullable(mask).map(Img2ImgCommand::read);
    return drawing.draw(NAME, engine -> request(filling(engine, infotext), first, under));
  }

  /** Without a mask, what is said of one would be passed over in silence. */
  private void demandNothingOfMasks() {
    Stream<String> named =
        OF_MASKS.stream()
            .filter(field -> fields.has(command.commandLine().getParseResult(), field))
            .map(field -> field.flag().names().get(0));
    Stream.concat(blur == null ? Stream.of() : Stream.of(MASK_BLUR), named)
        .findFirst()
        .ifPresent(
            flag -> {
              throw new BadRequest(
                  flag + " says something of a mask, and there is none; give one with --mask FILE");
            });
  }

  private int drawFolder(String infotext) {
    PictureFolder masks = mask != null && Files.isDirectory(mask) ? PictureFolder.of(mask) : null;
    Optional<PictureFile> one =
        Optional.ofNullable(masks == null ? mask : null).map(Img2ImgCommand::read);
    return drawing.drawEach(
        NAME,
        PictureFolder.of(picture),
        engine -> {
          Filling filling = filling(engine, infotext);
          return file -> {
            Optional<Path> own = masks == null ? Optional.empty() : masks.fitting(file);
            if (masks != null && own.isEmpty()) {
              drawing.warn("there is no mask for %s in %s; it was left out".formatted(file, mask));
              return Optional.empty();
            }
            return readable(file)
                .map(it -> request(filling, it, own.map(Img2ImgCommand::read).or(() -> one)));
          };
        });
  }

  /** One that is no picture is told, so that the others are drawn. */
  private Optional<PictureFile> readable(Path file) {
    try {
      PictureFile read = read(file);
      read.decoded();
      return Optional.of(read);
    } catch (BadRequest e) {
      drawing.warn(e.getMessage() + "; it was left out");
      return Optional.empty();
    }
  }

  /** What the flags leave open: as the infotext says, else as the model does, but for the size. */
  private Filling filling(Engine engine, String infotext) {
    String model = asked(new GenerationRequestBuilder()).build().model();
    Filling filling =
        like.given()
            ? LikeFlag.read(engine, infotext, this::typed)
            : engine.defaults().of(model, field -> sizes(field) || typed(field));
    drawing.warnAtTheEnd(filling.warnings());
    return filling;
  }

  private GenerationRequestBuilder request(
      Filling filling, PictureFile first, Optional<PictureFile> under) {
    return asked(filling.fill(new GenerationRequestBuilder()))
        .with(ImageFields.INIT_IMAGES, List.of(first))
        .with(ImageFields.MASK, under);
  }

  private static boolean sizes(RequestField<?> field) {
    return field == RequestFields.WIDTH || field == RequestFields.HEIGHT;
  }

  private boolean typed(RequestField<?> field) {
    boolean blurs = field == ImageFields.MASK_BLUR_X || field == ImageFields.MASK_BLUR_Y;
    return field == RequestFields.PROMPT && prompt != null
        || sizes(field) && drawing.sized()
        || blurs && blur != null
        || fields.typed(command.commandLine().getParseResult(), field);
  }

  private GenerationRequestBuilder asked(GenerationRequestBuilder request) {
    if (prompt != null) {
      request.with(RequestFields.PROMPT, prompt);
    }
    if (blur != null) {
      request.with(ImageFields.MASK_BLUR_X, blur).with(ImageFields.MASK_BLUR_Y, blur);
    }
    fields.read(command.commandLine().getParseResult(), request);
    return request;
  }

  private static PictureFile read(Path file) {
    return new PictureFile(file.toString(), new UserFile(file, "a picture").bytes());
  }
}
