package dev.kiln.host.app;

import dev.kiln.host.image.OutputPlace;
import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.image.PictureEncoding.Format;
import dev.kiln.spi.BadRequest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where pictures go, in which format, and what is printed of them. */
@FlagGroup.Of(FlagGroup.RESULT)
final class OutputFlags {
  private static final Path FOLDER = Path.of("outputs");
  private static final Path STDOUT = Path.of("-");

  private final Invocation invocation;

  @Option(
      names = "-o",
      paramLabel = "FILE",
      description =
          "a .png, .jpg or .webp file to write (outputs/<seed>-<n>.png); - for stdout; a folder where"
              + " one is drawn anew")
  private @Nullable Path file;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "where -o names no file: png, jpg or webp (png)")
  private @Nullable String format;

  @Option(
      names = "--quality",
      paramLabel = "1..100",
      description = "of JPEG and WebP (" + PictureEncoding.QUALITY + ")")
  private @Nullable Integer quality;

  @Option(
      names = "--json",
      description = "print the result, a line of JSON, as /kiln/v1 answers it")
  private boolean json;

  OutputFlags(Invocation invocation) {
    this.invocation = invocation;
  }

  /**
   * Before any work.
   *
   * @throws BadRequest when the flags contradict each other
   */
  void check() {
    if (quality != null && (quality < 1 || quality > 100)) {
      throw new BadRequest("quality is " + quality + "; it must be 1 to 100");
    }
    if (STDOUT.equals(file) && json) {
      throw new BadRequest("-o - and --json both write to stdout; leave one of them out");
    }
  }

  /** The pictures of one request. */
  Delivery of(int pictures) {
    if (!STDOUT.equals(file)) {
      return file == null
          ? new WrittenPictures(OutputPlace.folder(FOLDER, encoding()), invocation, json)
          : at(named(file), pictures);
    }
    if (pictures > 1) {
      throw new BadRequest(
          "-o - is one picture, and %d are asked for; name a file".formatted(pictures));
    }
    return new StreamedPicture(encoding(), invocation);
  }

  /** The pictures of one request in a file whose ending says the format. */
  Delivery at(Path named, int pictures) {
    OutputPlace place = OutputPlace.file(named, pictures, quality());
    demandUsed(place.encoding());
    return new WrittenPictures(place, invocation, json);
  }

  private Path named(Path output) {
    if (format != null) {
      Format asked = Format.of("format", format);
      Format ending = OutputPlace.file(output, 1, quality()).encoding().format();
      if (asked != ending) {
        throw new BadRequest(
            "the ending of %s says another format than --format %s; leave one of them out"
                .formatted(output, format));
      }
    }
    return output;
  }

  /**
   * The folder for what is drawn of a folder's pictures.
   *
   * @throws BadRequest when -o names something else, or the same folder
   */
  Path folder(PictureFolder pictures) {
    boolean looksLikeAFile = file != null && file.toString().matches("(?i)-|.*\\.(png|jpe?g|webp)");
    if (looksLikeAFile) {
      throw new BadRequest(
          "%s is a folder, so -o names a folder for what is drawn of its pictures, not %s"
              .formatted(pictures.folder(), file));
    }
    Path target = file == null ? FOLDER : file;
    pictures.demandOther(target);
    return target;
  }

  /** Of files that {@code -o} does not name. */
  String ending() {
    return encoding().format().ending();
  }

  private PictureEncoding encoding() {
    PictureEncoding encoding =
        new PictureEncoding(Format.of("format", format == null ? "png" : format), quality());
    demandUsed(encoding);
    return encoding;
  }

  private int quality() {
    return quality == null ? PictureEncoding.QUALITY : quality;
  }

  private void demandUsed(PictureEncoding encoding) {
    if (quality != null && encoding.format() == Format.PNG) {
      throw new BadRequest(
          "--quality is of JPEG and WebP, and the pictures are PNG; name a .jpg or .webp file, or"
              + " say --format");
    }
  }
}
