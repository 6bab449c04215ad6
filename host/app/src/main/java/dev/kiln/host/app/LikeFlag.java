package dev.kiln.host.app;

import dev.kiln.host.engine.Engine;
import dev.kiln.host.request.Filling;
import dev.kiln.host.request.RequestField;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag that draws a picture again by its infotext. */
@FlagGroup.Of(FlagGroup.PROMPT)
final class LikeFlag {
  @Option(
      names = "--like",
      paramLabel = "FILE",
      description = "draw the picture of a file again; other flags change it")
  private @Nullable Path file;

  boolean given() {
    return file != null;
  }

  /** The text of the file; empty without the flag. */
  String infotext() {
    return file == null ? "" : new InfotextFile(file).infotext();
  }

  /**
   * What the text asks for; nothing without the flag.
   *
   * @param typed whether a field is set by another flag
   */
  static Filling read(Engine engine, String infotext, Predicate<RequestField<?>> typed) {
    return infotext.isEmpty() ? Filling.NOTHING : engine.infotexts().read(infotext, typed.negate());
  }
}
