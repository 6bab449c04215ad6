package dev.kiln.plugin.tagger;

import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.host.Pictures.Filter;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** A picture as a network sees it: on white, in a white square, at the network's size. */
final class TaggerInput {
  /** Of a network that takes any. */
  private static final int USUAL_SIDE = 448;

  private final Pictures pictures;

  TaggerInput(Pictures pictures) {
    this.pictures = pictures;
  }

  /**
   * @param shape [1, side, side, 3] or [1, 3, side, side], with -1 for what is free
   * @param wide as {@link TagList} has it
   */
  Tensor of(Picture picture, List<Long> shape, boolean wide) {
    boolean planes = shape.get(1) == 3;
    long wanted = shape.get(2);
    int side = wanted > 0 ? (int) wanted : USUAL_SIDE;
    Picture square = pictures.resize(square(picture), side, side, Filter.BICUBIC);
    Tensor input = planes ? Tensor.zeros(1, 3, side, side) : Tensor.zeros(1, side, side, 3);
    int pixels = side * side;
    for (int i = 0; i < pixels; i++) {
      for (int channel = 0; channel < 3; channel++) {
        int color = square.rgba()[4 * i + (wide ? 2 - channel : channel)] & 0xff;
        int place = planes ? channel * pixels + i : 3 * i + channel;
        input.data()[place] = wide ? color : color / 255f;
      }
    }
    return input;
  }

  private static Picture square(Picture picture) {
    int side = Math.max(picture.width(), picture.height());
    int left = (side - picture.width()) / 2;
    int top = (side - picture.height()) / 2;
    Picture square = Picture.black(side, side);
    Arrays.fill(square.rgba(), (byte) -1);
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        square.set(
            left + x,
            top + y,
            onWhite(picture, x, y, 0),
            onWhite(picture, x, y, 1),
            onWhite(picture, x, y, 2));
      }
    }
    return square;
  }

  private static int onWhite(Picture picture, int x, int y, int channel) {
    int opacity = picture.at(x, y, 3);
    return Math.round((picture.at(x, y, channel) * opacity + 255 * (255 - opacity)) / 255f);
  }
}
