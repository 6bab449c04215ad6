package dev.kiln.plugin.upscaleronnx.extras;

import dev.kiln.spi.hook.Panel;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** Enlarging on the page: choose a picture and an upscaler; the result is in the gallery. */
@Extension
@Singleton
public final class UpscalePanel implements Panel {
  @Override
  public String title() {
    return "Upscale";
  }

  @Override
  public String html() {
    return Panel.file(UpscalePanel.class, "panel.html");
  }

  @Override
  public String script() {
    return Panel.file(UpscalePanel.class, "panel.js");
  }
}
