package dev.kiln.spi.generate;

import dev.kiln.spi.ValueType;
import dev.kiln.spi.tensor.Picture;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a plugin makes of the parts of a request.
 *
 * @param pictures finished ones, which come first
 * @param keepsParts whether the pictures of the parts follow them
 * @param infotext added to that of the first part, for the pictures here
 * @param warnings what the user should know, a sentence each
 */
@ValueType
public record Assembled(
    List<Picture> pictures,
    boolean keepsParts,
    Map<String, String> infotext,
    List<String> warnings) {
  public Assembled {
    pictures = List.copyOf(pictures);
    infotext = Collections.unmodifiableMap(new LinkedHashMap<>(infotext));
    warnings = List.copyOf(warnings);
  }
}
