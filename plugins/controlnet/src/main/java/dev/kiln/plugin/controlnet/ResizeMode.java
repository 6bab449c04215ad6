package dev.kiln.plugin.controlnet;

import java.util.Map;

/** How a hint comes to the size of the picture, by webUI's names and in its order. */
enum ResizeMode implements Named {
  JUST_RESIZE("Just Resize"),
  CROP_AND_RESIZE("Crop and Resize"),
  RESIZE_AND_FILL("Resize and Fill");

  /** Names of older versions of sd-webui-controlnet. */
  static final Map<String, ResizeMode> ALIASES =
      Map.of(
          "inner fit (scale to fit)", CROP_AND_RESIZE,
          "scale to fit (inner fit)", CROP_AND_RESIZE,
          "outer fit (shrink to fit)", RESIZE_AND_FILL,
          "envelope (outer fit)", RESIZE_AND_FILL);

  private final String label;

  ResizeMode(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * The scale between a hint and the picture.
   *
   * @param down target height by height
   * @param across target width by width
   */
  double scale(double down, double across) {
    return this == RESIZE_AND_FILL ? Math.min(down, across) : Math.max(down, across);
  }
}
