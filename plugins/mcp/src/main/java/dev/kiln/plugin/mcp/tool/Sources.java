package dev.kiln.plugin.mcp.tool;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.tensor.Picture;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;

/** Pictures that are named, sent, or lie on this machine. */
@Singleton
final class Sources {
  static final String HOW = "picture-N of an earlier result, or a picture file in base64";

  /** Longer than a path, shorter than any picture. */
  private static final int LONGEST_PATH = 1000;

  private final Shelf shelf;
  private final LocalFiles files;
  private final Pictures pictures;

  @Inject
  Sources(Shelf shelf, LocalFiles files, Pictures pictures) {
    this.shelf = shelf;
    this.files = files;
    this.pictures = pictures;
  }

  /**
   * Take a picture out of the arguments.
   *
   * @throws BadRequest when there is none, or it cannot be read
   */
  Picture take(Map<String, Object> arguments, String name) {
    String text = ToolCall.text(arguments, name);
    if (text.isBlank()) {
      throw new BadRequest(name + " is missing; give " + HOW);
    } else if (Shelf.isName(text)) {
      return shelf.get(text);
    }
    boolean path = files.allowed() && text.length() < LONGEST_PATH && !text.startsWith("data:");
    return path ? pictures.read(name, files.read(text)) : pictures.decode(name, text);
  }
}
