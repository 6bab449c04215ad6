package dev.kiln.plugin.detailer;

import dev.kiln.spi.hook.Panel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** The first two units on the page. */
@Extension
@Singleton
public final class DetailerPanel implements Panel {
  private static final int UNITS = 2;

  @Inject
  DetailerPanel() {}

  @Override
  public String title() {
    return "Faces, hands and people";
  }

  @Override
  public String html() {
    StringBuilder units = new StringBuilder();
    for (int i = 1; i <= UNITS; i++) {
      units.append(
          Panel.file(DetailerPanel.class, "panel.html").replace("{unit}", String.valueOf(i)));
    }
    return units.toString();
  }

  @Override
  public String script() {
    return Panel.file(DetailerPanel.class, "panel.js");
  }
}
