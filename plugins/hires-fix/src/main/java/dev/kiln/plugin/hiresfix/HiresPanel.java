package dev.kiln.plugin.hiresfix;

import dev.kiln.spi.hook.Panel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** The second pass on the web page. */
@Extension
@Singleton
public final class HiresPanel implements Panel {
  @Inject
  HiresPanel() {}

  @Override
  public String title() {
    return "Larger pictures (hires fix)";
  }

  @Override
  public String html() {
    return Panel.file(HiresPanel.class, "panel.html");
  }

  @Override
  public String script() {
    return Panel.file(HiresPanel.class, "panel.js");
  }
}
