package dev.kiln.plugin.openaiapi;

import dev.kiln.spi.host.Pictures.Format;
import java.util.List;
import java.util.Map;

/**
 * A request as it was understood.
 *
 * @param drawing the fields of Kiln's request
 * @param quality as it was asked for, to be told again
 * @param warnings what has no effect, a sentence each
 */
record Asked(Map<String, Object> drawing, Output output, String quality, List<String> warnings) {
  /**
   * How pictures are sent.
   *
   * @param compression of what is not PNG: 1 to 100
   * @param url whether by their address
   * @param stream whether as events
   * @param partialImages at most so many unfinished ones in a stream
   */
  record Output(Format format, int compression, boolean url, boolean stream, int partialImages) {}

  /** The model that is named; empty for none. */
  String model() {
    Object model = drawing.get("model");
    return model == null ? "" : model.toString();
  }
}
