package dev.kiln.plugin.xyzplot;

import dev.kiln.spi.hook.Panel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/** The axes on the page. */
@Extension
@Singleton
public final class XyzPanel implements Panel {
  @Inject
  XyzPanel() {}

  @Override
  public String title() {
    return "X/Y/Z plot";
  }

  @Override
  public String html() {
    String types =
        AxisTypes.names()
            .map(name -> "<option>" + name.replace("&", "&amp;") + "</option>")
            .collect(Collectors.joining());
    return Panel.file(XyzPanel.class, "panel.html").replace("{types}", types);
  }

  @Override
  public String script() {
    return Panel.file(XyzPanel.class, "panel.js");
  }
}
