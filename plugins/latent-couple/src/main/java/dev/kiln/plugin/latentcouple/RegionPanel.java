package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.hook.Panel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** An editor of regions on the web page. */
@Extension
@Singleton
public final class RegionPanel implements Panel {
  @Inject
  RegionPanel() {}

  @Override
  public String title() {
    return "Regions";
  }

  @Override
  public String html() {
    return Panel.file(RegionPanel.class, "editor.html");
  }

  @Override
  public String script() {
    return Panel.file(RegionPanel.class, "editor.js");
  }
}
