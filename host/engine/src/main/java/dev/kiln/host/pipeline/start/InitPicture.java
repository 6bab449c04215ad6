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
 * @param kept what of it is laid over the result
 * @param region the part that is drawn; empty for the whole picture
 * @param colors that the result is given
 */
record InitPicture(
    Picture shown,
    Picture canvas,
    Optional<Mask> mask,
    Optional<Kept> kept,
    Optional<CropRegion> region,
    Optional<ColorMatch> colors) {
  /**
   * What is kept of a picture.
   *
   * @param picture all of it, as large as the result
   * @param drawn of the same size, white where the result shows what was drawn
   */
  record Kept(Picture picture, Mask drawn) {}

  /** A picture that is drawn anew as a whole. */
  static InitPicture whole(Picture canvas) {
    return new InitPicture(
        canvas, canvas, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  InitPicture filled(Picture canvas) {
    return new InitPicture(shown, canvas, mask, kept, region, colors);
  }

  InitPicture matchingColors() {
    return new InitPicture(shown, canvas, mask, kept, region, Optional.of(ColorMatch.to(canvas)));
  }

  /**
   * The finished picture: what was drawn, in its place.
   *
   * @param other a mask as large as the drawn picture, in place of its own
   */
  Picture finished(Picture drawn, Optional<Mask> other) {
    Picture matched = colors.map(it -> it.applied(drawn)).orElse(drawn);
    return kept.map(
            it -> covered(matched, other.map(this::placed).orElse(it.drawn).overlay(it.picture)))
        .orElse(matched);
  }

  /** A mask of what is drawn, as large as the whole picture. */
  private Mask placed(Mask mask) {
    Picture whole = kept.orElseThrow().picture;
    return region.map(place -> mask.placed(place, whole.width(), whole.height())).orElse(mask);
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
