package dev.kiln.plugin.upscaleronnx.extras;

import dev.kiln.spi.hook.Panel;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.pf4j.Extension;

/** Enlarging on the page: choose a picture and an upscaler, see and keep the result. */
@Extension
@Singleton
public final class UpscalePanel implements Panel {
  @Override
  public String title() {
    return "Upscale";
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
        Objects.requireNonNull(UpscalePanel.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
