package dev.kiln.plugin.deepshrink;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;
import java.util.Locale;

/**
 * How a picture's size is changed, as PyTorch's {@code interpolate} has it: places in the middle of
 * pixels, edges repeated, no smoothing before a picture is made smaller.
 */
enum Resizing {
  /** Keys' kernel with a = -0.75. */
  BICUBIC(Attributes.of("mode", "cubic").and("cubic_coeff_a", -0.75f)),
  BILINEAR(Attributes.of("mode", "linear")),
  /** The pixel in which a place lies; of two pixels it borders on, the later. */
  NEAREST_EXACT(Attributes.of("mode", "nearest").and("nearest_mode", "round_prefer_ceil"));

  private final Attributes attributes;

  Resizing(Attributes attributes) {
    this.attributes = attributes;
  }

  /**
   * A picture of another height and width.
   *
   * @param picture [batch, channels, height, width]
   */
  Value resized(GraphEditor editor, Value picture, Value height, Value width) {
    return editor.op(
        "Resize",
        attributes.and("coordinate_transformation_mode", "half_pixel"),
        picture,
        Value.NONE,
        Value.NONE,
        editor.sizes(editor.dim(picture, 0), editor.dim(picture, 1), height, width));
  }

  /** As a request names it. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
