package dev.kiln.spi.host;

import dev.kiln.spi.ValueType;
import dev.kiln.spi.tensor.Picture;
import java.util.List;

/**
 * What a generation made.
 *
 * @param infotexts one for each picture
 * @param warnings what the user should know, a sentence each
 */
@ValueType
public record Generated(List<Picture> pictures, List<String> infotexts, List<String> warnings) {
  public Generated {
    pictures = List.copyOf(pictures);
    infotexts = List.copyOf(infotexts);
    warnings = List.copyOf(warnings);
  }
}
