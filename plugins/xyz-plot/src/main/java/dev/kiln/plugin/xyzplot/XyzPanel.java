package dev.kiln.plugin.xyzplot;

import dev.kiln.spi.hook.Panel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
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
    return file("panel.html").replace("{types}", types);
  }

  @Override
  public String script() {
    return file("panel.js");
  }

  private static String file(String name) {
    try (InputStream in = Objects.requireNonNull(XyzPanel.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
