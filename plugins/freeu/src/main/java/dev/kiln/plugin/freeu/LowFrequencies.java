package dev.kiln.plugin.freeu;

import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;

/**
 * The lowest frequencies of a picture. FreeU multiplies four coefficients of its Fourier transform:
 * those of the frequencies 0 and -1 in both directions, and takes the real part. With u = 2 pi y /
 * height and v = 2 pi x / width that is the projection on 1, cos u, sin u, cos v, sin v, cos(u + v)
 * and sin(u + v): two thin products of matrices in place of two transforms.
 */
final class LowFrequencies {
  private LowFrequencies() {}

  /**
   * A picture with its lowest frequencies multiplied.
   *
   * @param picture [batch, channels, height, width]
   * @return of the same shape
   */
  static Value scaled(GraphEditor editor, Value picture, double factor) {
    Value height = editor.dim(picture, 2);
    Value width = editor.dim(picture, 3);
    Value waves = waves(editor, height, width);
    Value places = editor.floats(editor.reshape(picture, 0, 0, -1));
    Value shares = editor.matmul(places, editor.transpose(waves, 1, 0));
    Value count = editor.floats(editor.mul(height, width));
    Value low = editor.div(editor.matmul(shares, waves), count);
    Value all = editor.add(places, editor.mul(low, (float) (factor - 1)));
    return editor.like(editor.op("Reshape", all, editor.shape(picture)), picture);
  }

  /** [7, height * width]. */
  private static Value waves(GraphEditor editor, Value height, Value width) {
    Value down = editor.reshape(angles(editor, height), -1, 1);
    Value right = editor.reshape(angles(editor, width), 1, -1);
    Value both = editor.add(down, right);
    Value none = editor.mul(both, 0f);
    // Along an axis of one place there is no frequency but 0.
    Value high = varies(editor, height);
    Value wide = varies(editor, width);
    return editor.concat(
        0,
        row(editor, "Cos", none),
        editor.mul(row(editor, "Cos", editor.add(down, none)), high),
        editor.mul(row(editor, "Sin", editor.add(down, none)), high),
        editor.mul(row(editor, "Cos", editor.add(right, none)), wide),
        editor.mul(row(editor, "Sin", editor.add(right, none)), wide),
        editor.mul(row(editor, "Cos", both), editor.mul(high, wide)),
        editor.mul(row(editor, "Sin", both), editor.mul(high, wide)));
  }

  /** 2 pi i / size for each place i. */
  private static Value angles(GraphEditor editor, Value size) {
    Value places = editor.floats(editor.op("Range", editor.whole(0), size, editor.whole(1)));
    return editor.div(editor.mul(places, (float) (2 * Math.PI)), editor.floats(size));
  }

  /** 1 where there are several places, else 0. */
  private static Value varies(GraphEditor editor, Value size) {
    Value one = editor.whole(1);
    return editor.floats(editor.op("Min", editor.sub(size, one), one));
  }

  private static Value row(GraphEditor editor, String function, Value angles) {
    return editor.reshape(editor.op(function, angles), 1, -1);
  }
}
