package dev.kiln.plugin.upscaleronnx.extras;

import dev.kiln.plugin.upscaleronnx.Resamplers;
import dev.kiln.plugin.upscaleronnx.extras.ExtrasRoute.Asked;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscaleWatcher;

/** What one request of webUI's "extras" means for each of its pictures. */
record ExtrasWork(Upscaling upscaling, Asked asked) {
  private static boolean isNone(String upscaler) {
    return upscaler.isBlank() || upscaler.equalsIgnoreCase(Resamplers.NONE);
  }

  /** Without an upscaler a picture is left as it is. */
  Picture enlarge(Picture picture) {
    if (isNone(asked.first())) {
      return picture;
    }
    Picture made = enlarge(asked.first(), picture);
    return isSecondSeen() ? blend(made, enlarge(asked.second(), picture)) : made;
  }

  private boolean isSecondSeen() {
    return !isNone(asked.second()) && asked.secondVisibility() > 0;
  }

  private Picture enlarge(String upscaler, Picture picture) {
    Picture made = upscaling.enlarge(upscaler, picture, target(picture), UpscaleWatcher.NONE);
    return asked.resizeMode() == 1 && asked.crop()
        ? middle(made, asked.width(), asked.height())
        : made;
  }

  /** How large a picture becomes before it is cropped. */
  Target target(Picture picture) {
    return asked.resizeMode() == 1
        ? Target.covering(picture, asked.width(), asked.height())
        : Target.timesInEights(picture, asked.factor());
  }

  private static Picture middle(Picture picture, int width, int height) {
    Picture cropped = Picture.black(width, height);
    int left = (picture.width() - width) / 2;
    int top = (picture.height() - height) / 2;
    for (int y = 0; y < height; y++) {
      int from = 4 * ((top + y) * picture.width() + left);
      System.arraycopy(picture.rgba(), from, cropped.rgba(), 4 * y * width, 4 * width);
    }
    return cropped;
  }

  private Picture blend(Picture first, Picture second) {
    byte[] rgba = new byte[first.rgba().length];
    for (int i = 0; i < rgba.length; i++) {
      int one = first.rgba()[i] & 0xff;
      int other = second.rgba()[i] & 0xff;
      // As Pillow blends: in float, then cut.
      rgba[i] = (byte) (int) (one + (float) asked.secondVisibility() * (other - one));
    }
    return new Picture(first.width(), first.height(), rgba);
  }

  /** What was done, as webUI says it. */
  String html() {
    if (isNone(asked.first())) {
      return "<p></p>";
    }
    String size = asked.width() + "x" + asked.height();
    String text =
        asked.resizeMode() == 0
            ? "Postprocess upscale by: " + number(asked.factor())
            : "Postprocess upscale to: "
                + size
                + (asked.crop() ? ", Postprocess crop to: " + size : "");
    text += ", Postprocess upscaler: " + escaped(asked.first());
    if (isSecondSeen()) {
      text += ", Postprocess upscaler 2: " + escaped(asked.second());
    }
    return "<p>" + text + "</p>";
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
