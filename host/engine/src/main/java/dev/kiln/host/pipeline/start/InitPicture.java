package dev.kiln.host.pipeline.start;

import dev.kiln.host.image.ColorMatch;
import dev.kiln.host.image.CropRegion;
import dev.kiln.host.image.Mask;
import dev.kiln.host.image.Pasting;
import dev.kiln.host.image.ResizeMode;
import dev.kiln.spi.tensor.Picture;
import java.util.Optional;

/**
 * A picture that is drawn anew, or a part of it.
 *
 * @param shown as it is drawn anew: in its size, cut to its region; what plugins see
 * @param canvas the same with the masked place filled: what is encoded
 * @param mask where it is drawn anew, as large as the canvas; empty for everywhere
 * @param overlay what is kept of the whole picture and laid over the result
 * @param region the part that is drawn; empty for the whole picture
 * @param colors that the result is given
 */
record InitPicture(
    Picture shown,
    Picture canvas,
    Optional<Mask> mask,
    Optional<Picture> overlay,
    Optional<CropRegion> region,
    Optional<ColorMatch> colors) {
  /** A picture that is drawn anew as a whole. */
  static InitPicture whole(Picture canvas) {
    return new InitPicture(
        canvas, canvas, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  InitPicture filled(Picture canvas) {
    return new InitPicture(shown, canvas, mask, overlay, region, colors);
  }

  InitPicture matchingColors() {
    return new InitPicture(
        shown, canvas, mask, overlay, region, Optional.of(ColorMatch.to(canvas)));
  }

  /** The finished picture: what was drawn, in its place. */
  Picture finished(Picture drawn) {
    Picture matched = colors.map(it -> it.applied(drawn)).orElse(drawn);
    return overlay.map(kept -> covered(matched, kept)).orElse(matched);
  }

  private Picture covered(Picture drawn, Picture kept) {
    Picture below = drawn;
    if (region.isPresent()) {
      CropRegion place = region.get();
      below = Picture.black(kept.width(), kept.height());
      Picture part = ResizeMode.CROP_AND_RESIZE.fit(drawn, place.width(), place.height());
      Pasting.paste(part, below, place.left(), place.top());
    }
    Pasting.over(kept, below);
    return below;
  }
}
