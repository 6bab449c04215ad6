package dev.kiln.host.app;

import dev.kiln.host.image.PictureText;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** A picture that the user names for its infotext, or a file with the text alone. */
record InfotextFile(Path file) {
  private static final long LARGEST = 256L << 20;

  /**
   * @throws BadRequest when it cannot be read, is none, or its text is too long
   */
  PictureText text() {
    byte[] bytes = bytes();
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".txt")) {
      return PictureText.of(file.toString(), bytes);
    }
    // Editors of Windows begin a text with a byte order mark.
    String text = new String(bytes, StandardCharsets.UTF_8).replace("\uFEFF", "");
    PictureText.demandShort(file.toString(), text);
    return new PictureText(text, Map.of());
  }

  /**
   * @throws BadRequest when it has no infotext, too
   */
  String infotext() {
    return text().demand(file.toString());
  }

  private byte[] bytes() {
    try {
      if (!Files.isRegularFile(file)) {
        throw new BadRequest("there is no file " + file + "; name a picture");
      } else if (Files.size(file) > LARGEST) {
        throw new BadRequest(file + " is larger than 256 MB, which no picture of Kiln's is");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BadRequest(file + " cannot be read; see to its rights", e);
    }
  }
}
