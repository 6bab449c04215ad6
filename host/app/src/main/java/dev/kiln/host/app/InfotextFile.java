package dev.kiln.host.app;

import dev.kiln.host.image.PictureText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** A picture that the user names for its infotext, or a file with the text alone. */
record InfotextFile(Path file) {
  /**
   * @throws dev.kiln.spi.BadRequest when it cannot be read, is none, or its text is too long
   */
  PictureText text() {
    byte[] bytes = new UserFile(file, "a picture").bytes();
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".txt")) {
      return PictureText.of(file.toString(), bytes);
    }
    // Editors of Windows begin a text with a byte order mark.
    String text = new String(bytes, StandardCharsets.UTF_8).replace("\uFEFF", "");
    PictureText.demandShort(file.toString(), text);
    return new PictureText(text, Map.of());
  }

  /**
   * @throws dev.kiln.spi.BadRequest when it has no infotext, too
   */
  String infotext() {
    return text().demand(file.toString());
  }
}
