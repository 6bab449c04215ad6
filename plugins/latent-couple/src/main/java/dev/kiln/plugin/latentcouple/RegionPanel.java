package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.hook.Panel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
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
    return file("editor.html");
  }

  @Override
  public String script() {
    return file("editor.js");
  }

  private static String file(String name) {
    try (InputStream in = Objects.requireNonNull(RegionPanel.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
