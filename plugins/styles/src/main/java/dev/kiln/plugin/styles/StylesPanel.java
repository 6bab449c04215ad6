package dev.kiln.plugin.styles;

import dev.kiln.spi.hook.Panel;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
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
    try (InputStream in =
        Objects.requireNonNull(StylesPanel.class.getResourceAsStream("panel.js"), "panel.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
