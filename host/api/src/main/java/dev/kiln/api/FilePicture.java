package dev.kiln.api;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Iterator;
import java.util.OptionalLong;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** A picture that is a file; its pixels are read when they are asked for. */
final class FilePicture implements Picture {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

  private final byte[] file;
  private final String infotext;
  private final OptionalLong seed;
  private final int width;
  private final int height;

  FilePicture(byte[] file, String infotext, OptionalLong seed) {
    this.file = file.clone();
    this.infotext = infotext;
    this.seed = seed;
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw unreadable(null);
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        width = reader.getWidth(0);
        height = reader.getHeight(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IndexOutOfBoundsException damaged) {
      throw unreadable(damaged);
    }
  }

  static FilePicture of(BufferedImage image) {
    return new FilePicture(encoded(image), "", OptionalLong.empty());
  }

  private static byte[] encoded(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  private KilnException unreadable(@Nullable Throwable cause) {
    String message =
        "the picture of %d bytes is no readable PNG, JPEG, GIF or BMP file; give one of these"
            .formatted(file.length);
    return cause == null
        ? new KilnException(KilnException.Reason.BAD_REQUEST, message)
        : new KilnException(KilnException.Reason.BAD_REQUEST, message, cause);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public BufferedImage image() {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
      if (image == null) {
        throw unreadable(null);
      }
      return image;
    } catch (IOException damaged) {
      throw unreadable(damaged);
    }
  }

  @Override
  public byte[] png() {
    for (int i = 0; i < PNG.length; i++) {
      if (file[i] != PNG[i]) {
        return encoded(image());
      }
    }
    return file.clone();
  }

  @Override
  public String infotext() {
    return infotext;
  }

  @Override
  public OptionalLong seed() {
    return seed;
  }

  @Override
  public String base64() {
    return Base64.getEncoder().encodeToString(file);
  }
}
