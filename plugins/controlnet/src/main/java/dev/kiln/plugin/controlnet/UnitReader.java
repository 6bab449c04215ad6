package dev.kiln.plugin.controlnet;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Reads units as sd-webui-controlnet's ControlNetUnit defines them. */
@Singleton
class UnitReader {
  private static final int MOST = 10;

  /** Of the pictures of all units: as many as the largest picture that the host takes. */
  private static final long MOST_PIXELS = 64_000_000;

  private static final double HEAVIEST = 2;
  static final String NO_MODEL = "none";

  private static final Set<String> KNOWN =
      Set.of(
          ("enabled module model weight image input_image mask mask_image resize_mode processor_res"
                  + " threshold_a threshold_b guidance_start guidance_end guidance pixel_perfect"
                  + " control_mode hr_option save_detected_map advanced_weighting"
                  + " effective_region_mask")
              .split(" "));

  /** Of webUI's page, of how it saves memory, and of what is no ControlNet. */
  private static final Set<String> WITHOUT_MEANING =
      Set.of(
          ("is_ui input_mode batch_images output_dir loopback low_vram lowvram"
                  + " inpaint_crop_input_image pulid_mode union_control_type ipadapter_input"
                  + " batch_mask_dir animatediff_batch batch_modifiers batch_image_files"
                  + " batch_keyframe_idx use_preview_as_input generated_image mask_image_fg")
              .split(" "));

  private final UnitImages images;

  @Inject
  UnitReader(UnitImages images) {
    this.images = images;
  }

  /**
   * The units that are switched on.
   *
   * @param init for units without an image
   * @param warnings is told of fields that mean nothing
   * @throws BadRequest when one is wrong
   */
  List<ControlUnit> read(List<Object> units, Optional<Picture> init, Consumer<String> warnings) {
    if (units.size() > MOST) {
      throw new BadRequest("ControlNet has " + units.size() + " units; it takes at most " + MOST);
    }
    List<ControlUnit> read = new ArrayList<>();
    long pixels = 0;
    for (int i = 0; i < units.size(); i++) {
      String name = ControlUnit.name(i);
      if (!(units.get(i) instanceof Map<?, ?> json)) {
        throw new BadRequest(
            "%s (args[%d]) is %s; it must be a JSON object, {\"model\": …, \"image\": …}"
                .formatted(name, i, UnitFields.shown(units.get(i))));
      }
      UnitFields fields = new UnitFields(name, json);
      if (enabled(fields)) {
        unknown(fields, warnings);
        ControlUnit unit = unit(i, fields, init);
        pixels += (long) unit.hint().image().width() * unit.hint().image().height();
        if (pixels > MOST_PIXELS) {
          throw new BadRequest(
              "the pictures up to %s have %d pixels in all; at most %d million are taken, scale them down"
                  .formatted(name, pixels, MOST_PIXELS / 1_000_000));
        }
        read.add(unit);
      }
    }
    return read;
  }

  /** A unit that names a model means to be used, whoever forgets to switch it on. */
  private static boolean enabled(UnitFields fields) {
    return fields.flag("enabled", !model(fields).equalsIgnoreCase(NO_MODEL));
  }

  private static String model(UnitFields fields) {
    return fields.text("model", NO_MODEL).strip();
  }

  private static void unknown(UnitFields fields, Consumer<String> warnings) {
    Set<String> unknown = new TreeSet<>();
    fields.json().keySet().forEach(field -> unknown.add(String.valueOf(field)));
    unknown.removeAll(KNOWN);
    unknown.removeAll(WITHOUT_MEANING);
    if (!unknown.isEmpty()) {
      warnings.accept(fields.name() + ": nothing is called " + String.join(", ", unknown));
    }
  }

  private ControlUnit unit(int index, UnitFields fields, Optional<Picture> init) {
    UnitImages.Source source = images.hint(fields, init);
    String module = fields.text("module", HintRequest.READY).strip();
    boolean ready = source.drawn() || module.equalsIgnoreCase(HintRequest.READY);
    HintRequest.Settings settings =
        new HintRequest.Settings(
            (int) fields.number("processor_res", -1),
            fields.number("threshold_a", -1),
            fields.number("threshold_b", -1),
            fields.flag("pixel_perfect", false));
    return new ControlUnit(
        index,
        model(fields),
        new HintRequest(
            ready ? HintRequest.READY : module.toLowerCase(Locale.ROOT),
            source.picture(),
            fields.choice("resize_mode", ResizeMode.CROP_AND_RESIZE, ResizeMode.ALIASES),
            settings),
        new Strength(
            fields.number(1, 0, HEAVIEST, "weight"),
            fields.choice("control_mode", ControlMode.BALANCED, Map.of()),
            fields.numbers("advanced_weighting"),
            images.region(fields)),
        window(fields),
        fields.choice("hr_option", HiresOption.BOTH, Map.of()),
        fields.flag("save_detected_map", true));
  }

  private static Window window(UnitFields fields) {
    Window window =
        new Window(
            fields.number(0, 0, 1, "guidance_start"),
            fields.number(1, 0, 1, "guidance_end", "guidance"));
    if (window.start() > window.end()) {
      throw new BadRequest(
          "%s starts at %s of the steps and ends at %s; guidance_start must not be above guidance_end"
              .formatted(fields.name(), window.start(), window.end()));
    }
    return window;
  }
}
