package dev.kiln.plugin.detailer;

import dev.kiln.plugin.detailer.detect.Detectors;
import dev.kiln.plugin.detailer.mask.Detection;
import dev.kiln.plugin.detailer.mask.Mask;
import dev.kiln.spi.generate.ImageCall;
import dev.kiln.spi.tensor.Picture;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Works the units of a request off on one picture: each on what the one before it left. */
@Singleton
class Detailing {
  private final Detectors detectors;

  @Inject
  Detailing(Detectors detectors) {
    this.detectors = detectors;
  }

  /** The picture with all its parts drawn again; the same where nothing was found. */
  Picture detailed(ImageCall call, DetailerRequest request, Picture picture) {
    Picture current = picture;
    for (DetailerUnit unit : request.units()) {
      if (call.interrupted()) {
        break;
      }
      call.throwIfCancelled();
      current = detailed(call, request, unit, current);
    }
    return current;
  }

  private Picture detailed(
      ImageCall call, DetailerRequest request, DetailerUnit unit, Picture picture) {
    UnitValues values = unit.values();
    List<Detection> found =
        detectors.find(unit.detector(), picture, values.number(UnitField.CONFIDENCE));
    List<Mask> masks = new UnitMasks(values, request.order()).of(found, picture);
    if (masks.isEmpty()) {
      return picture;
    }
    UnitText.write(unit, request.order(), call::infotext);
    UnitPrompts prompts =
        UnitPrompts.of(values, request.prompts().pictures().get(call.index()).written());
    Picture current = picture;
    for (int part = 0; part < masks.size() && !call.interrupted(); part++) {
      call.throwIfCancelled();
      if (!prompts.skips(part)) {
        PartWish wish = new PartWish(values, part, prompts);
        current = call.sampling().redraw(wish.redrawing(call, current, masks.get(part)));
      }
    }
    return current;
  }
}
