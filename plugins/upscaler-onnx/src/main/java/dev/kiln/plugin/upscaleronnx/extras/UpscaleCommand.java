package dev.kiln.plugin.upscaleronnx.extras;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.CliOutput;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.index.Command;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscaleWatcher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pf4j.Extension;

/** Enlarges a picture on the command line. */
@Extension
@Singleton
@Command(
    name = "upscale",
    summary = "Enlarge a picture",
    parameters = "IN",
    options = UpscaleCommand.Flags.class)
public final class UpscaleCommand implements CliContribution {
  /**
   * Its flags.
   *
   * @param scale a number; empty where it was not typed
   * @param output empty for a name beside the picture's; - for stdout
   */
  record Flags(
      @Option(
              label = "Name of the upscaler",
              help = "Without it the first model there is, else Lanczos.",
              defaultValue = "",
              flags = "--upscaler")
          String upscaler,
      @Option(
              label = "How many times larger",
              help = "Up to 8; 2, where no size is given either.",
              defaultValue = "",
              flags = "--scale")
          String scale,
      @Option(label = "Size of the result, like 1024x768", defaultValue = "", flags = "--size")
          String size,
      @Option(
              label = "PNG file to write, or - for stdout",
              help = "Without it a file beside the picture.",
              defaultValue = "",
              flags = {"-o", "--output"})
          String output,
      @Option(
              label = "Print a line of JSON: file, width, height and upscaler",
              defaultValue = "false",
              flags = "--json")
          boolean json) {}

  private static final String STDOUT = "-";
  private static final double SCALE = 2;
  private static final double MOST = 8;

  private final Upscaling upscaling;
  private final Pictures pictures;
  private final Json json;

  @Inject
  UpscaleCommand(Upscaling upscaling, Pictures pictures, Json json) {
    this.upscaling = upscaling;
    this.pictures = pictures;
    this.json = json;
  }

  @Override
  public int run(CliCall call) {
    Flags flags = call.options(Flags.class);
    PictureFile in = PictureFile.of(call.parameters().get(0));
    Picture picture = pictures.read(in.path().toString(), in.read());
    Target target = target(flags, picture);
    String upscaler = upscaling.choose(flags.upscaler()).name();
    PictureFile out = out(flags, in, target);
    CliOutput place = call.output(out.path());
    call.say(
        "%s: %dx%d to %dx%d"
            .formatted(
                upscaler, picture.width(), picture.height(), target.width(), target.height()));
    place.write(pictures.write(upscaling.enlarge(upscaler, picture, target, tenths(call))));
    if (flags.json()) {
      call.print(json.write(described(out, target, upscaler)));
    } else if (!flags.output().equals(STDOUT)) {
      call.print(out.path().toString());
    }
    return 0;
  }

  private static Map<String, Object> described(PictureFile out, Target target, String upscaler) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("file", out.path().toString());
    view.put("width", target.width());
    view.put("height", target.height());
    view.put("upscaler", upscaler);
    return view;
  }

  private static Target target(Flags flags, Picture picture) {
    if (flags.size().isBlank()) {
      return Target.times(picture, flags.scale().isBlank() ? SCALE : scale(flags.scale()));
    }
    if (!flags.scale().isBlank()) {
      throw new BadRequest("--scale and --size both say how large; leave one of them out");
    }
    return Target.parse(flags.size());
  }

  /** As far as webUI goes. */
  private static double scale(String typed) {
    double scale = typed.matches("\\d{1,3}(\\.\\d*)?|\\.\\d+") ? Double.parseDouble(typed) : 0;
    if (scale > 0 && scale <= MOST) {
      return scale;
    }
    throw new BadRequest(
        "--scale is \"%s\"; it must be a number above 0, up to 8".formatted(typed));
  }

  private static PictureFile out(Flags flags, PictureFile in, Target target) {
    if (flags.output().equals(STDOUT)) {
      if (flags.json()) {
        throw new BadRequest("-o - and --json both write to stdout; leave one of them out");
      }
      return PictureFile.of(STDOUT);
    }
    return flags.output().isBlank()
        ? in.beside("%dx%d.png".formatted(target.width(), target.height()))
        : PictureFile.of(flags.output()).demandPng();
  }

  /** Says each tenth of the work. */
  private static UpscaleWatcher tenths(CliCall call) {
    return (done, total) -> {
      if (total > 1 && 10 * done / total > 10 * (done - 1) / total) {
        call.say("%d of %d tiles".formatted(done, total));
      }
    };
  }
}
