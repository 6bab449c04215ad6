package dev.kiln.plugin.detailer;

import dev.kiln.spi.hook.Panel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
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
    return "Detailer";
  }

  @Override
  public String html() {
    StringBuilder units = new StringBuilder();
    for (int i = 1; i <= UNITS; i++) {
      units.append(file("panel.html").replace("{unit}", String.valueOf(i)));
    }
    return units.toString();
  }

  @Override
  public String script() {
    return file("panel.js");
  }

  private static String file(String name) {
    try (InputStream in =
        Objects.requireNonNull(DetailerPanel.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
