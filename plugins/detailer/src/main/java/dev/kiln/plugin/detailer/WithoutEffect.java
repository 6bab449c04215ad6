package dev.kiln.plugin.detailer;

import static dev.kiln.plugin.detailer.UnitField.CFG_SCALE;
import static dev.kiln.plugin.detailer.UnitField.CLIP_SKIP;
import static dev.kiln.plugin.detailer.UnitField.CONTROLNET_MODEL;
import static dev.kiln.plugin.detailer.UnitField.RESTORE_FACE;
import static dev.kiln.plugin.detailer.UnitField.USE_CFG_SCALE;
import static dev.kiln.plugin.detailer.UnitField.USE_CLIP_SKIP;
import static dev.kiln.plugin.detailer.UnitField.USE_VAE;
import static dev.kiln.plugin.detailer.UnitField.VAE;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a unit may ask for in webUI and not here. */
final class WithoutEffect {
  private WithoutEffect() {}

  /** The fields that ask for it, with the switches that they hang on. */
  static Set<UnitField> in(UnitValues values) {
    Set<UnitField> vain = EnumSet.noneOf(UnitField.class);
    if (values.is(USE_VAE) && isOther(values.text(VAE))) {
      vain.addAll(EnumSet.of(USE_VAE, VAE));
    }
    if (values.is(USE_CLIP_SKIP)) {
      vain.addAll(EnumSet.of(USE_CLIP_SKIP, CLIP_SKIP));
    }
    // A pass at scale 0 cannot be told from one at the request's.
    if (values.is(USE_CFG_SCALE) && values.number(CFG_SCALE) == 0) {
      vain.addAll(EnumSet.of(USE_CFG_SCALE, CFG_SCALE));
    }
    if (values.is(RESTORE_FACE)) {
      vain.add(RESTORE_FACE);
    }
    if (isOther(values.text(CONTROLNET_MODEL))) {
      vain.add(CONTROLNET_MODEL);
    }
    return vain;
  }

  /** Whether a name means another thing than that of the request: not None, not "Use same VAE". */
  static boolean isOther(String name) {
    String low = name.strip().toLowerCase(Locale.ROOT);
    return !low.isEmpty() && !low.equals("none") && !low.startsWith("use same");
  }
}
