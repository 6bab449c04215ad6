package dev.kiln.host.image;

import dev.kiln.spi.tensor.Picture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How a camera was held, by EXIF's tag 0x0112.
 *
 * @param value 1 for upright, 2 to 8 for the other ways to turn and mirror
 */
record ExifOrientation(int value) {
  private static final ExifOrientation UPRIGHT = new ExifOrientation(1);
  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY = 12;
  private static final long PNG = 0x89504e470d0a1a0aL;

  /** Of a JPEG, PNG or WebP file; upright where none is told. */
  static ExifOrientation of(byte[] file) {
    return JpegHeader.of(file)
        .exif()
        .or(() -> png(file))
        .or(() -> webp(file))
        .flatMap(ExifOrientation::find)
        .orElse(UPRIGHT);
  }

  private static Optional<ByteBuffer> png(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    return in.remaining() > 8 && in.getLong() == PNG ? chunk(in, "eXIf", 4) : Optional.empty();
  }

  private static Optional<ByteBuffer> webp(byte[] file) {
    if (!PictureReaders.isWebp(file)) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(file, 12, file.length - 12).order(ByteOrder.LITTLE_ENDIAN);
    return chunk(in, "EXIF", 0)
        .map(exif -> text(exif, 0).equals("Exif") ? exif.position(6).slice() : exif);
  }

  /**
   * The content of the first chunk with a name, in a file of sizes, names and contents.
   *
   * @param check bytes behind each content; without a check, contents fill up to an even size
   */
  private static Optional<ByteBuffer> chunk(ByteBuffer in, String name, int check) {
    while (in.remaining() >= 8) {
      int at = in.position();
      int size = in.getInt(check > 0 ? at : at + 4);
      String found = text(in, check > 0 ? at + 4 : at);
      if (size < 0 || size > in.limit() - at - 8) {
        return Optional.empty();
      }
      if (found.equals(name)) {
        return Optional.of(in.slice(at + 8, size));
      }
      long next = at + 8L + size + (check > 0 ? check : size % 2);
      in.position((int) Math.min(next, in.limit()));
    }
    return Optional.empty();
  }

  private static String text(ByteBuffer in, int at) {
    if (at + 4 > in.limit()) {
      return "";
    }
    byte[] letters = new byte[4];
    in.get(at, letters);
    return new String(letters, StandardCharsets.ISO_8859_1);
  }

  /** In the first directory of a TIFF block. */
  private static Optional<ExifOrientation> find(ByteBuffer tiff) {
    if (tiff.limit() < 8) {
      return Optional.empty();
    }
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    if (directory < 8 || directory > tiff.limit() - 2) {
      return Optional.empty();
    }
    int entries = tiff.getShort(directory) & 0xffff;
    for (int at = directory + 2; entries-- > 0 && at + ENTRY <= tiff.limit(); at += ENTRY) {
      if (tiff.getShort(at) == TAG && tiff.getShort(at + 2) == SHORT) {
        int value = tiff.getShort(at + 8);
        return value >= 1 && value <= 8
            ? Optional.of(new ExifOrientation(value))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The picture as it was seen. */
  Picture upright(Picture lying) {
    if (value == 1) {
      return lying;
    }
    boolean turned = value >= 5;
    int width = turned ? lying.height() : lying.width();
    int height = turned ? lying.width() : lying.height();
    Picture upright = Picture.black(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = turned ? source(lying, y, x) : source(lying, x, y);
        System.arraycopy(lying.rgba(), from, upright.rgba(), 4 * (y * width + x), 4);
      }
    }
    return upright;
  }

  /**
   * Where a pixel lies.
   *
   * @param x its column there, or its column from the right
   * @param y its row there, or its row from the bottom
   */
  private int source(Picture lying, int x, int y) {
    boolean fromRight = value == 2 || value == 3 || value == 7 || value == 8;
    boolean fromBottom = value == 3 || value == 4 || value == 6 || value == 7;
    int column = fromRight ? lying.width() - 1 - x : x;
    int row = fromBottom ? lying.height() - 1 - y : y;
    return 4 * (row * lying.width() + column);
  }
}
