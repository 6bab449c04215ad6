package dev.kiln.host.app;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.image.Infotext;
import dev.kiln.host.image.InfotextParameters;
import dev.kiln.host.image.PictureText;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kiln png-info FILE}: what a picture says of how it was made. */
@Command(name = "png-info", description = "show what a picture says of how it was made")
final class PngInfoCommand implements Callable<Integer> {
  private final PrintStream out;

  @Mixin private HostOptions host;

  @Parameters(paramLabel = "FILE", description = "a PNG, JPEG, WebP or GIF file")
  private Path file;

  @Option(names = "--json", description = "the text, and its values by webUI's keys, as JSON")
  private boolean json;

  PngInfoCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    PictureText text = new InfotextFile(file).text();
    String infotext = text.demand(file.toString());
    if (!json) {
      infotext.lines().forEach(out::println);
      return 0;
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("info", infotext);
    all.put("items", text.others());
    all.put("parameters", InfotextParameters.complete(Infotext.parse(infotext)));
    out.println(new JsonCodec().write(all));
    return 0;
  }
}
