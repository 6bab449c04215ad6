package dev.kiln.plugin.detailer;

import static dev.kiln.plugin.detailer.UnitField.CFG_SCALE;
import static dev.kiln.plugin.detailer.UnitField.CHECKPOINT;
import static dev.kiln.plugin.detailer.UnitField.CONFIDENCE;
import static dev.kiln.plugin.detailer.UnitField.DILATE_ERODE;
import static dev.kiln.plugin.detailer.UnitField.FILTER_METHOD;
import static dev.kiln.plugin.detailer.UnitField.HEIGHT;
import static dev.kiln.plugin.detailer.UnitField.MASK_BLUR;
import static dev.kiln.plugin.detailer.UnitField.MASK_K;
import static dev.kiln.plugin.detailer.UnitField.MODEL;
import static dev.kiln.plugin.detailer.UnitField.NOISE;
import static dev.kiln.plugin.detailer.UnitField.ONLY_MASKED;
import static dev.kiln.plugin.detailer.UnitField.PADDING;
import static dev.kiln.plugin.detailer.UnitField.SAMPLER;
import static dev.kiln.plugin.detailer.UnitField.SCHEDULER;
import static dev.kiln.plugin.detailer.UnitField.STEPS;
import static dev.kiln.plugin.detailer.UnitField.STRENGTH;
import static dev.kiln.plugin.detailer.UnitField.USE_CFG_SCALE;
import static dev.kiln.plugin.detailer.UnitField.USE_CHECKPOINT;
import static dev.kiln.plugin.detailer.UnitField.USE_NOISE;
import static dev.kiln.plugin.detailer.UnitField.USE_SAMPLER;
import static dev.kiln.plugin.detailer.UnitField.USE_SIZE;
import static dev.kiln.plugin.detailer.UnitField.USE_STEPS;
import static dev.kiln.plugin.detailer.UnitField.WIDTH;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A unit as the infotext tells it, under ADetailer's conditions. Truths are told where they are
 * true, and what is not told is as usual.
 */
final class UnitText {
  private static final Set<UnitField> ALWAYS =
      EnumSet.of(MODEL, CONFIDENCE, DILATE_ERODE, MASK_BLUR, STRENGTH);

  /** What has no effect, whatever it says, or is true of each unit that is told. */
  private static final Set<UnitField> NEVER =
      EnumSet.of(
          UnitField.TAB_ENABLE,
          UnitField.USE_VAE,
          UnitField.VAE,
          UnitField.USE_CLIP_SKIP,
          UnitField.CLIP_SKIP,
          UnitField.RESTORE_FACE,
          UnitField.CONTROLNET_MODEL,
          UnitField.CONTROLNET_MODULE,
          UnitField.CONTROLNET_WEIGHT,
          UnitField.CONTROLNET_START,
          UnitField.CONTROLNET_END);

  /** What means something only where something else is asked for. */
  private static final Map<UnitField, UnitField> SWITCHES =
      Map.of(
          PADDING, ONLY_MASKED,
          WIDTH, USE_SIZE,
          HEIGHT, USE_SIZE,
          STEPS, USE_STEPS,
          CFG_SCALE, USE_CFG_SCALE,
          CHECKPOINT, USE_CHECKPOINT,
          SAMPLER, USE_SAMPLER,
          NOISE, USE_NOISE);

  private UnitText() {}

  /**
   * @param infotext takes keys and values
   */
  static void write(DetailerUnit unit, Order order, BiConsumer<String, String> infotext) {
    UnitValues values = unit.values();
    for (UnitField field : UnitField.values()) {
      if (isTold(field, values)) {
        String value = field == MODEL ? unit.detector().title() : text(values.get(field));
        infotext.accept(field.key() + suffix(unit.index()), value);
      }
    }
    if (order != Order.NONE) {
      infotext.accept(DetailerOptions.ORDER_KEY, order.label());
    }
    infotext.accept(DetailerOptions.VERSION_KEY, DetailerOptions.VERSION);
  }

  private static boolean isTold(UnitField field, UnitValues values) {
    UnitField hangsOn = SWITCHES.get(field);
    if (NEVER.contains(field)) {
      return false;
    } else if (hangsOn != null) {
      return values.is(hangsOn);
    }
    boolean changed = !values.get(field).equals(field.usual());
    return switch (field) {
      case SCHEDULER -> changed && values.is(USE_SAMPLER);
      case FILTER_METHOD -> values.whole(MASK_K) > 0;
      default -> ALWAYS.contains(field) || (values.get(field) instanceof Boolean on ? on : changed);
    };
  }

  /** As Python writes it. */
  private static String text(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    return value instanceof Named named ? named.label() : String.valueOf(value);
  }

  /** What follows the keys of a unit: nothing, " 2nd", " 3rd", " 4th". */
  static String suffix(int index) {
    return switch (index) {
      case 0 -> "";
      case 1 -> " 2nd";
      case 2 -> " 3rd";
      default -> " " + (index + 1) + "th";
    };
  }
}
