package dev.kiln.plugin.hiresfix;

import dev.kiln.spi.hook.Panel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.pf4j.Extension;

/** The second pass on the web page. */
@Extension
@Singleton
public final class HiresPanel implements Panel {
  @Inject
  HiresPanel() {}

  @Override
  public String title() {
    return "Hires fix";
  }

  @Override
  public String html() {
    return file("panel.html");
  }

  @Override
  public String script() {
    return file("panel.js");
  }

  private static String file(String name) {
    try (InputStream in =
        Objects.requireNonNull(HiresPanel.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
