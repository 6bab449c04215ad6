package dev.kiln.plugin.styles;

import dev.kiln.spi.hook.Panel;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** The styles on the page, each with a switch. */
@Extension
@Singleton
public final class StylesPanel implements Panel {
  @Override
  public String title() {
    return "Styles";
  }

  @Override
  public String html() {
    return "<fieldset><legend>Added to the prompt in this order</legend></fieldset>";
  }

  @Override
  public String script() {
    return Panel.file(StylesPanel.class, "panel.js");
  }
}
