package dev.kiln.plugin.deepshrink;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.tensor.Tensor;

/**
 * Bicubic resizing as PyTorch has it: Keys' kernel with a = -0.75, places in the middle of pixels,
 * edges repeated, no smoothing before a picture is made smaller.
 */
final class Bicubic {
  /** Keys' kernel at the distances -1.5, -0.5, 0.5 and 1.5: a halving reads these places alone. */
  private static final float[] KERNEL = {-0.09375f, 0.59375f, 0.59375f, -0.09375f};

  private final GraphEditor editor;

  Bicubic(GraphEditor editor) {
    this.editor = editor;
  }

  /**
   * Half as high and wide, rounded up: a convolution of each channel with stride 2, which finders
   * know for a level further down.
   *
   * @param picture [batch, channels, height, width]
   */
  Value halved(Value picture, long channels) {
    Tensor kernels = Tensor.zeros(Math.toIntExact(channels), 1, 4, 4);
    for (int i = 0; i < kernels.size(); i++) {
      kernels.data()[i] = KERNEL[i / 4 % 4] * KERNEL[i % 4];
    }
    Value padded =
        editor.op(
            "Pad",
            Attributes.of("mode", "edge"),
            picture,
            // Before each axis, then behind it; one more behind, for the last of an odd side.
            editor.list(0, 0, 1, 1, 0, 0, 2, 2));
    return editor.op(
        "Conv",
        Attributes.of("group", channels)
            .andList("strides", 2, 2)
            .andList("kernel_shape", 4, 4)
            .andList("pads", 0, 0, 0, 0),
        padded,
        editor.like(editor.constant(kernels), picture));
  }

  /** As high and wide as another picture. */
  Value enlarged(Value picture, Value other) {
    Value sizes =
        editor.sizes(
            editor.dim(picture, 0),
            editor.dim(picture, 1),
            editor.dim(other, 2),
            editor.dim(other, 3));
    return editor.op(
        "Resize",
        Attributes.of("mode", "cubic")
            .and("cubic_coeff_a", -0.75f)
            .and("coordinate_transformation_mode", "half_pixel"),
        picture,
        Value.NONE,
        Value.NONE,
        sizes);
  }
}
