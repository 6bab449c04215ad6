package dev.kiln.host.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The TIFF block of a picture's EXIF data: directories of entries of twelve bytes, which are a tag,
 * a type, a count, and a value or where it lies.
 */
final class ExifBlock {
  private static final int HEADER = 8;
  private static final int ENTRY = 12;
  private static final long PNG = 0x89504e470d0a1a0aL;

  private final ByteBuffer tiff;

  private ExifBlock(ByteBuffer tiff) {
    this.tiff = tiff;
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  /** Of a JPEG, PNG or WebP file. */
  static Optional<ExifBlock> in(byte[] file) {
    return JpegHeader.of(file)
        .exif()
        .or(() -> png(file))
        .or(() -> webp(file))
        .filter(tiff -> tiff.limit() >= HEADER)
        .map(ExifBlock::new);
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
        .map(exif -> letters(exif, 0).equals("Exif") ? exif.position(6).slice() : exif);
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
      String found = letters(in, check > 0 ? at + 4 : at);
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

  private static String letters(ByteBuffer in, int at) {
    if (at + 4 > in.limit()) {
      return "";
    }
    byte[] letters = new byte[4];
    in.get(at, letters);
    return new String(letters, StandardCharsets.ISO_8859_1);
  }

  /** Where the first directory stands. */
  int first() {
    return tiff.getInt(4);
  }

  /** Where an entry of a directory stands. */
  OptionalInt entry(int directory, int tag) {
    if (directory < HEADER || directory > tiff.limit() - 2) {
      return OptionalInt.empty();
    }
    int entries = tiff.getShort(directory) & 0xffff;
    for (int at = directory + 2; entries-- > 0 && at + ENTRY <= tiff.limit(); at += ENTRY) {
      if ((tiff.getShort(at) & 0xffff) == tag) {
        return OptionalInt.of(at);
      }
    }
    return OptionalInt.empty();
  }

  int type(int entry) {
    return tiff.getShort(entry + 2);
  }

  /** The value of a type of two bytes. */
  int small(int entry) {
    return tiff.getShort(entry + 8);
  }

  /** The value of a type of four bytes. */
  int large(int entry) {
    return tiff.getInt(entry + 8);
  }

  /** A value of many bytes; empty where the block ends before it. */
  byte[] bytes(int entry) {
    int count = tiff.getInt(entry + 4);
    int at = count > 4 ? tiff.getInt(entry + 8) : entry + 8;
    if (count < 0 || at < 0 || at > tiff.limit() - count) {
      return new byte[0];
    }
    byte[] bytes = new byte[count];
    tiff.get(at, bytes);
    return bytes;
  }
}
