package dev.kiln.plugin.upscaleronnx.extras;

import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.CliOutput;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.index.Command;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscaleWatcher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
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
   * @param size comes before the factor
   * @param output empty for a name beside the picture's
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
              defaultValue = "2",
              min = 0.01,
              max = 64,
              flags = "--scale")
          double scale,
      @Option(label = "Size of the result, like 1024x768", defaultValue = "", flags = "--size")
          String size,
      @Option(
              label = "PNG file to write",
              help = "Without it a file beside the picture.",
              defaultValue = "",
              flags = {"-o", "--output"})
          String output) {}

  private final Upscaling upscaling;
  private final Pictures pictures;

  @Inject
  UpscaleCommand(Upscaling upscaling, Pictures pictures) {
    this.upscaling = upscaling;
    this.pictures = pictures;
  }

  @Override
  public int run(CliCall call) {
    Flags flags = call.options(Flags.class);
    PictureFile in = PictureFile.of(call.parameters().get(0));
    Picture picture = pictures.read(in.path().toString(), in.read());
    Target target =
        flags.size().isBlank() ? Target.times(picture, flags.scale()) : Target.parse(flags.size());
    String upscaler = upscaling.choose(flags.upscaler()).name();
    PictureFile out = out(flags, in, target);
    CliOutput place = call.output(out.path());
    call.say(
        "%s: %dx%d to %dx%d"
            .formatted(
                upscaler, picture.width(), picture.height(), target.width(), target.height()));
    place.write(pictures.write(upscaling.enlarge(upscaler, picture, target, tenths(call))));
    call.print(out.path().toString());
    return 0;
  }

  private static PictureFile out(Flags flags, PictureFile in, Target target) {
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
