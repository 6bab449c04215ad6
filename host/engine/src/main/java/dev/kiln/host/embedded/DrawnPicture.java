package dev.kiln.host.embedded;

import dev.kiln.api.Picture;
import dev.kiln.host.image.AwtImage;
import dev.kiln.host.image.PngImage;
import dev.kiln.host.request.GeneratedImage;
import java.awt.image.BufferedImage;
import java.util.OptionalLong;

/** A picture that this process drew. Its file is made when it is asked for. */
record DrawnPicture(GeneratedImage drawn) implements Picture {
  @Override
  public int width() {
    return drawn.width();
  }

  @Override
  public int height() {
    return drawn.height();
  }

  @Override
  public BufferedImage image() {
    return AwtImage.of(file());
  }

  @Override
  public byte[] png() {
    return file().encode();
  }

  private PngImage file() {
    return new PngImage(drawn.width(), drawn.height(), drawn.rgb(), drawn.infotext());
  }

  @Override
  public String infotext() {
    return drawn.infotext();
  }

  @Override
  public OptionalLong seed() {
    return OptionalLong.of(drawn.seed());
  }
}
